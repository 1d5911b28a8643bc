#include "compose/transform.hpp"

namespace compose {
namespace {

using Rule = void (*)(Value&);

void set(Value& value, const char* key, const char* text) {
  if (value.as_map() != nullptr) value.as_map()->emplace(key, Value::text(text, value.position()));
}

void build(Value& value) { set(value, "context", "."); }

void secret(Value& value) {
  set(value, "target", ("/run/secrets/" + value.text_at("source")).c_str());
}

void port(Value& value) {
  set(value, "protocol", "tcp");
  set(value, "mode", "ingress");
}

void device_request(Value& value) {
  if (value.find("count") == nullptr && value.find("device_ids") == nullptr)
    set(value, "count", "all");
}

const std::vector<std::pair<Pattern, Rule>>& rules() {
  static const std::vector<std::pair<Pattern, Rule>> table = {
      {"services.*.build", build},
      {"services.*.secrets.[]", secret},
      {"services.*.ports.[]", port},
      {"services.*.deploy.resources.reservations.devices.[]", device_request},
      {"services.*.gpus.[]", device_request}};
  return table;
}

void walk(Value& value, const Path& path) {
  if (const auto* rule = find_rule(rules(), path)) return (*rule)(value);
  if (auto* map = value.as_map()) {
    for (auto& [key, entry] : *map) walk(entry, path.key(key));
  } else if (auto* list = value.as_list()) {
    for (std::size_t i = 0; i < list->size(); ++i) walk((*list)[i], path.item(i));
  }
}

}  // namespace

void set_defaults(Value& root) { walk(root, {}); }

}  // namespace compose
