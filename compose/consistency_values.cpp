#include "compose/consistency_values.hpp"

namespace compose {

const Value* at(const Value& value, std::initializer_list<std::string_view> keys) {
  const Value* found = &value;
  for (const auto key : keys) {
    found = found == nullptr ? nullptr : found->find(key);
  }
  return found == nullptr || found->is_null() ? nullptr : found;
}

Value::List items(const Value* value) {
  const auto* list = value == nullptr ? nullptr : value->as_list();
  return list == nullptr ? Value::List() : *list;
}

Value::Map entries(const Value* value) {
  const auto* map = value == nullptr ? nullptr : value->as_map();
  return map == nullptr ? Value::Map() : *map;
}

}  // namespace compose
