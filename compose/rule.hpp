// Rule: what the Compose specification allows at one place of a file. The tables are in
// schema_*.cpp; validate() compares.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace compose {

// Kinds of values, to be added up.
struct Kinds {
  static constexpr unsigned null = 1, boolean = 2, integer = 4, number = 8, text = 16, list = 32,
                            map = 64, any = 128;
};

// Compiled once for the table, not once for each value that is compared.
class TextPattern {
 public:
  TextPattern() = default;
  TextPattern(const char* regex)  // NOLINT(google-explicit-constructor): tables are literals
      : regex_(std::make_shared<const std::regex>(regex)) {}

  // Found somewhere in the text; where nothing is asked for, in any text.
  bool fits(const std::string& text) const {
    return regex_ == nullptr || std::regex_search(text, *regex_);
  }

 private:
  std::shared_ptr<const std::regex> regex_;
};

struct Rule {
  unsigned kinds = 0;
  // text
  std::vector<std::string> one_of;
  TextPattern pattern;  // `expectation` says it in words
  std::string expectation;
  // numbers
  std::optional<double> at_least, at_most;
  // list
  std::shared_ptr<const Rule> item;
  bool unique = false;
  // map: named keys; then `entry` for any other key whose name fits `entry_names`; x-* where
  // `extensions`
  std::map<std::string, Rule> keys;
  std::shared_ptr<const Rule> entry;
  TextPattern entry_names;
  std::vector<std::string> required;
  bool extensions = false;
  bool open = false;  // other keys are let through
};

// The whole file.
const Rule& file_rule();

// All mistakes of the file at once.
void validate(const Value& root, Problems& problems);

}  // namespace compose
