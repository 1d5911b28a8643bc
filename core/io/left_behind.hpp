// What a program has started and leaves running, also where it went into a session of its own.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace core {

// A variable for a program's environment, which whatever it starts inherits. No two are the same.
using FamilyMark = std::pair<std::string, std::string>;
FamilyMark make_family_mark();

// A program and whatever it started. To it belongs who came after the program, and
// - whose parent, group's leader or session's leader belongs to it: while the program lives that is
//   everybody, and of who was orphaned before, those whose leader a look had seen;
// - who carries the mark in his environment, or writes where the program writes.
// Who was orphaned before any look, cleared his environment and redirected his output escapes, and
// who runs as a user whose processes we may not look at or kill. Linux; on macOS nobody is found.
class Family {
 public:
  virtual ~Family() = default;
  // Who belongs to it by now; from time to time while it runs. A millisecond or two.
  virtual void look() = 0;
  // Kills them all, the program too, until none is left. Who is to be killed is stopped first, so
  // that nobody gets away while the others are looked for. Blocks some milliseconds.
  virtual void kill() = 0;
};

// `program` is a child of ours that carries the mark and is not reaped while the family is there.
// It writes to the pipes whose other ends `outputs` are.
std::unique_ptr<Family> watch_family(const FamilyMark& mark, pid_t program,
                                     const std::vector<int>& outputs);

}  // namespace core
