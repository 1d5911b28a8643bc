// Runs a program to its end, within limits. No shell: arguments are passed as they are.
#pragma once

#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "core/result.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace core {

// What a pipe takes in before anybody reads. Where a user has too many pipes Linux gives him
// smaller ones: then less is `too_large`.
constexpr std::size_t program_input_bytes_max = 65'536;
constexpr std::size_t program_tail_bytes_max = 1024;

struct Program {
  std::vector<std::string> argv;  // argv[0] is looked up in PATH where it holds no slash
  std::vector<std::pair<std::string, std::string>> environment;  // over what we have ourselves
  Milliseconds limit{10'000};
  std::size_t output_bytes_max = 1024 * 1024;  // of each stream: its head is kept
  std::string input;                           // what it reads, at most `program_input_bytes_max`
  // Asked all the time, on the thread that runs it; true ends it as the limit does. May be empty.
  std::function<bool()> give_up;
  std::string directory;  // where it runs; "" for where we do
  // More output than that, beyond what is kept, ends it; 0: it may print for ever.
  std::size_t flood_bytes_max = 0;
  // Whatever it has started and left running is killed when it has ended, or was ended: its process
  // group, and on Linux what went into a session of its own (see left_behind.hpp).
  bool kill_left_behind = false;
};

struct ProgramOutput {
  std::string text;         // the head
  std::size_t dropped = 0;  // bytes that came after it
  std::string tail;         // the last of these, at most `program_tail_bytes_max`
};

struct Finished {
  int exit_code = 0;  // 128 + signal where it was killed
  ProgramOutput out, error;
};

// Blocks until the program has ended, at most `limit`; then it is killed with its whole process
// group. Without input it reads nothing (/dev/null). It inherits no descriptor of ours, and no
// signal mask. Errors: not_found (no such program), invalid (its directory), denied, timeout,
// cancelled (`give_up`), too_large (the input, or a flood of output), io.
Result<Finished> run_program(const Program& program);

// The same on a thread of the pool; cancelling the caller is its `give_up`. Where no thread comes
// to it within its limit it is never run: `cancelled`, too.
boost::asio::awaitable<Result<Finished>> run_program(BlockingPool& pool, Program program);

}  // namespace core
