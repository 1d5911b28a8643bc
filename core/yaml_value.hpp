// A YAML document as plain values, each with the place where it was written; no YAML library behind
// it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace core {

struct YamlEntry;

struct YamlValue {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  std::string text;                // of a scalar, variables expanded
  bool plain = false;              // a scalar without quotes and variables: YAML gives it a type
  bool expanded = false;           // a variable was put in: may be of any type, and may be a secret
  std::vector<YamlValue> items;    // of a list
  std::vector<YamlEntry> entries;  // of a map, in the order of the file
  std::shared_ptr<const std::string> file;
  int line = 0;  // from 1; 0 where nothing is written

  const YamlValue* find(std::string_view key) const;
  // "evenkeel.yaml:12"
  std::string where() const;
};

struct YamlEntry {
  std::string key;
  YamlValue value;  // its line is that of the key
};

// "the number 5", "the text 'x'", "a list": what a mistake says was found.
std::string describe(const YamlValue& value);

// "; did you mean 'grace'?", or "" where no candidate is near.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates);

// One mistake in a file, in the order in which a person would look for it.
struct YamlMistake {
  std::string file;
  int line = 0;
  std::string text;          // "heal.attempts: expected a whole number, found 'three'"
  std::string full() const;  // with file and line in front
  auto operator<=>(const YamlMistake&) const = default;
};

// Puts `more` into `into`, map by map. A key that both give a value is a mistake that names both
// places.
void merge_yaml(YamlValue& into, YamlValue more, std::vector<YamlMistake>& mistakes);

}  // namespace core
