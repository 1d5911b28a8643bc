// `evenkeel checks` as text. Pure.
#pragma once

#include "cli/table.hpp"
#include "core/clock.hpp"

#include <string>
#include <vector>

namespace cli {

// A check, as far as it is shown; what is absent or null is empty.
struct CheckText {
  std::string id, type, state, since;
  std::string verdict, text;  // of its last run
  long long failures = 0, fall = 0;

  bool passed() const { return verdict == "passed"; }
};

// A text that is no JSON reads as an empty object.
CheckText decode_check(const std::string& json);

std::string checks_text(const std::vector<CheckText>& checks, core::WallTime now,
                        const Surface& surface);

// What came of a run, and what it counts as.
std::string run_text(const CheckText& check, const Surface& surface);

}  // namespace cli
