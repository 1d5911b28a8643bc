#include "core/yaml_value.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace core {
namespace {

void merge_at(const std::string& path, YamlValue& into, YamlValue more,
              std::vector<YamlMistake>& mistakes) {
  if (more.kind == YamlValue::Kind::null) return;
  if (into.kind == YamlValue::Kind::null) {
    into = std::move(more);
    return;
  }
  if (into.kind != YamlValue::Kind::map || more.kind != YamlValue::Kind::map) {
    mistakes.push_back(
        {*more.file, more.line,
         path + ": is written twice, here and in " + into.where() + "; keep one of them"});
    return;
  }
  for (auto& entry : more.entries) {
    const auto same = [&](const YamlEntry& other) { return other.key == entry.key; };
    const auto known = std::find_if(into.entries.begin(), into.entries.end(), same);
    const auto below = path.empty() ? entry.key : path + "." + entry.key;
    if (known == into.entries.end()) {
      into.entries.push_back(std::move(entry));
    } else {
      merge_at(below, known->value, std::move(entry.value), mistakes);
    }
  }
}

bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

const YamlValue* YamlValue::find(std::string_view key) const {
  const auto it = std::find_if(entries.begin(), entries.end(),
                               [&](const YamlEntry& entry) { return entry.key == key; });
  return it == entries.end() ? nullptr : &it->value;
}

std::string YamlValue::where() const {
  return (file ? *file : std::string()) + ":" + std::to_string(line);
}

std::string describe(const YamlValue& value) {
  switch (value.kind) {
    case YamlValue::Kind::null: return "nothing";
    case YamlValue::Kind::list: return "a list";
    case YamlValue::Kind::map: return "a map of keys";
    case YamlValue::Kind::scalar: break;
  }
  if (value.expanded) return "something else in the variable";
  if (value.plain && is_number(value.text)) return "the number " + value.text;
  constexpr std::size_t shown_max = 60;
  return "'" + value.text.substr(0, std::min(shown_max, value.text.find('\n'))) + "'";
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const auto near = nearest(word, candidates);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

std::string YamlMistake::full() const { return file + ":" + std::to_string(line) + ": " + text; }

void merge_yaml(YamlValue& into, YamlValue more, std::vector<YamlMistake>& mistakes) {
  merge_at("", into, std::move(more), mistakes);
}

}  // namespace core
