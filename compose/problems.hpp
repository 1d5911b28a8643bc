// Problems: every mistake found so far, so that a person sees all of them at once, each with its
// place.
#pragma once

#include "compose/mistake.hpp"
#include "compose/path.hpp"
#include "compose/value.hpp"
#include "core/result.hpp"

#include <set>
#include <string>
#include <vector>

namespace compose {

class Problems {
 public:
  // The same mistake is kept once. A path of any length is shown by its beginning.
  void add(const Position& at, const Path& path, std::string_view message);
  void add(Mistake mistake);
  void warn(std::string line);

  bool empty() const { return mistakes_.empty(); }
  std::size_t count() const { return mistakes_.size(); }
  const std::vector<Mistake>& mistakes() const { return mistakes_; }
  const std::vector<std::string>& warnings() const { return warnings_; }
  // All mistakes, a line each. Precondition: not empty.
  core::Error error() const;

 private:
  std::vector<Mistake> mistakes_;
  std::vector<std::string> warnings_;
  std::set<Mistake> known_;
  std::set<std::string> told_;
};

}  // namespace compose
