#include "compose/value.hpp"

#include <array>

namespace compose {

const Value* Value::find(std::string_view key) const {
  const auto* map = as_map();
  if (map == nullptr) return nullptr;
  const auto at = map->find(std::string(key));
  return at == map->end() ? nullptr : &at->second;
}

Value* Value::find(std::string_view key) {
  auto* map = as_map();
  if (map == nullptr) return nullptr;
  const auto at = map->find(std::string(key));
  return at == map->end() ? nullptr : &at->second;
}

std::string Value::text_at(std::string_view key) const {
  const auto* value = find(key);
  const auto* text = value == nullptr ? nullptr : value->as_text();
  return text == nullptr ? "" : *text;
}

bool Value::operator<(const Value& other) const { return data_ < other.data_; }

std::string_view kind_name(const Value& value) {
  static constexpr std::array<std::string_view, 9> names = {
      "nothing",     "true or false", "a number", "a number", "a number",
      "a bare date", "a string",      "a list",   "a mapping"};
  return names.at(value.data().index());
}

}  // namespace compose
