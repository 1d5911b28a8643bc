// Problems: every mistake found so far, so that a person sees all of them at once, each with its
// place.
#pragma once

#include "compose/path.hpp"
#include "compose/value.hpp"
#include "core/result.hpp"

#include <string>
#include <vector>

namespace compose {

class Problems {
 public:
  // "compose.yaml:12: services.web.prots: MESSAGE". The same line is kept once.
  void add(const Position& at, const Path& path, std::string_view message);
  void add(std::string line);
  void warn(std::string line);

  bool empty() const { return lines_.empty(); }
  std::size_t count() const { return lines_.size(); }
  const std::vector<std::string>& warnings() const { return warnings_; }
  // All lines, one below the other. Precondition: not empty.
  core::Error error() const;

 private:
  std::vector<std::string> lines_, warnings_;
};

}  // namespace compose
