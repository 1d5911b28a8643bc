#include "compose/layers.hpp"
#include "compose/short_port.hpp"
#include "core/text.hpp"

namespace compose {
namespace {

using Rule = void (*)(const Value&, const Path&, Problems&);

void one_source_of(const Value& value, const Path& path, const std::vector<std::string>& keys,
                   Problems& problems) {
  std::size_t count = 0;
  for (const auto& key : keys) count += value.find(key) == nullptr ? 0 : 1;
  if (count > 1)
    problems.add(value.position(), path, core::join(keys, ", ") + " exclude each other");
  const bool elsewhere = value.find("driver") != nullptr || value.find("external") != nullptr;
  if (count == 0 && !elsewhere)
    problems.add(value.position(), path, "one of " + core::join(keys, ", ") + " must be set");
}

void config(const Value& value, const Path& path, Problems& problems) {
  one_source_of(value, path, {"file", "environment", "content"}, problems);
}
void secret(const Value& value, const Path& path, Problems& problems) {
  one_source_of(value, path, {"file", "environment"}, problems);
}

void volume(const Value& value, const Path& path, Problems& problems) {
  const auto* external = value.find("external");
  const auto* flag = external == nullptr ? nullptr : external->as_flag();
  if (flag == nullptr || !*flag) return;
  for (const auto& [key, entry] : *value.as_map()) {
    if (key == "name" || key == "external" || key.starts_with("x-")) continue;
    problems.add(entry.position(), path.key(key), "conflicts with `external: true`");
  }
}

void port(const Value& value, const Path& path, Problems& problems) {
  const auto* ip = value.find("host_ip");
  if (ip == nullptr || ip->as_text() == nullptr || is_ip_address(*ip->as_text())) return;
  problems.add(ip->position(), path.key("host_ip"), "invalid ip address: `" + *ip->as_text() + "`");
}

void watch_path(const Value& value, const Path& path, Problems& problems) {
  if (value.as_text() != nullptr && value.as_text()->empty())
    problems.add(value.position(), path, "must not be blank");
}

void device_request(const Value& value, const Path& path, Problems& problems) {
  if (value.find("count") != nullptr && value.find("device_ids") != nullptr) {
    problems.add(value.position(), path, "`count` and `device_ids` exclude each other");
  }
}

const std::vector<std::pair<Pattern, Rule>>& rules() {
  static const std::vector<std::pair<Pattern, Rule>> table = {
      {"volumes.*", volume},
      {"configs.*", config},
      {"secrets.*", secret},
      {"services.*.ports.[]", port},
      {"services.*.develop.watch.[].path", watch_path},
      {"services.*.deploy.resources.reservations.devices.[]", device_request},
      {"services.*.gpus.[]", device_request}};
  return table;
}

void walk(const Value& value, const Path& path, Problems& problems) {
  if (const auto* rule = find_rule(rules(), path)) return (*rule)(value, path, problems);
  if (const auto* map = value.as_map()) {
    for (const auto& [key, entry] : *map) walk(entry, path.key(key), problems);
  } else if (const auto* list = value.as_list()) {
    for (std::size_t i = 0; i < list->size(); ++i) walk((*list)[i], path.item(i), problems);
  }
}

}  // namespace

void check_values(const Value& root, Problems& problems) { walk(root, {}, problems); }

}  // namespace compose
