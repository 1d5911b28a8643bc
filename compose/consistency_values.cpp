#include "compose/consistency_values.hpp"

#include "compose/go_text.hpp"
#include "core/text.hpp"

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

namespace {

bool is_same(const Position& a, const Position& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
}

}  // namespace

// An implied dependency is where the key is that implies it: normalize says so.
Path dependency_path(const Value& service, const Path& path, const std::string& other) {
  const auto written = path.key("depends_on").key(other);
  const auto* dependency = at(service, {"depends_on", other});
  if (dependency == nullptr) return written;
  for (const auto* key : {"network_mode", "ipc", "pid", "uts", "cgroup"}) {
    const auto* mode = service.find(key);
    if (service.text_at(key) == "service:" + other &&
        is_same(mode->position(), dependency->position()))
      return path.key(key);
  }
  for (const auto* key : {"links", "volumes_from"}) {
    std::size_t index = 0;
    for (const auto& item : items(service.find(key))) {
      const auto where = path.key(key).item(index++);
      if (core::split(go_text(item), ':')[0] == other &&
          is_same(item.position(), dependency->position()))
        return where;
    }
  }
  return written;
}

}  // namespace compose
