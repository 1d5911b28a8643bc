// What a check demands of a body or of an output. Pure, thread-safe.
#pragma once

#include "core/result.hpp"
#include "monitor/checks/json_path.hpp"
#include "monitor/checks/line_pattern.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace monitor {

class BodyRules {
 public:
  struct Demands {
    std::string what = "the body";  // "its output": begins a sentence
    std::string contains;           // "" = not demanded, likewise below
    std::string matches;            // RE2, somewhere in it
    std::string json_path;
    std::optional<std::string> json_equals;  // JSON text
  };

  // Errors: invalid (a pattern or a path that is none; the text says why).
  static core::Result<BodyRules> of(Demands demands);

  // What is wrong with it, in a sentence; nothing where it is as it should be. `cut`: there is more
  // of it than was read.
  std::optional<std::string> problem(std::string_view body, bool cut) const;

 private:
  Demands demands_;
  std::optional<LinePattern> pattern_;  // none: not demanded
  std::optional<JsonPath> path_;
};

}  // namespace monitor
