#include "compose/go_text.hpp"
#include "compose/merge.hpp"
#include "compose/short_mount.hpp"
#include "core/text.hpp"

namespace compose {
namespace {

// What makes an entry the same as another one of its list.
using Identity = core::Result<std::string> (*)(const Value&);

core::Result<std::string> of_name(const Value& value) {
  const auto* text = value.as_text();
  if (text == nullptr)
    return core::invalid("expected a string, got " + std::string(kind_name(value)));
  return text->substr(0, text->find('='));
}

core::Result<std::string> of_target(const Value& value, std::string_view what) {
  const auto* target = value.find("target");
  if (target == nullptr || target->as_text() == nullptr)
    return core::invalid(std::string(what) + " is missing a target");
  return *target->as_text();
}

core::Result<std::string> of_volume(const Value& value) {
  if (value.as_map() != nullptr) return of_target(value, "the volume");
  if (value.as_text() == nullptr) return std::string();
  auto mount = parse_mount(*value.as_text(), value.position());
  if (!mount) return mount.error();
  return mount->text_at("target");
}

core::Result<std::string> of_device(const Value& value) {
  if (value.as_map() != nullptr) return of_target(value, "the device");
  if (value.as_text() == nullptr) return std::string();
  const auto parts = core::split(*value.as_text(), ':');
  return parts.size() == 1 ? parts[0] : parts[1];
}

core::Result<std::string> of_expose(const Value& value) {
  if (value.as_text() != nullptr || value.as_integer() != nullptr) return go_text(value);
  return core::invalid("expected a port, got " + std::string(kind_name(value)));
}

core::Result<std::string> of_mount(const Value& value, const std::string& folder) {
  if (value.as_text() != nullptr) return folder + "/" + *value.as_text();
  if (value.as_map() == nullptr)
    return core::invalid("expected a name or a mapping, got " + std::string(kind_name(value)));
  const auto* target = value.find("target");
  if (target != nullptr) return go_text(*target);
  const auto* source = value.find("source");
  return folder + "/" + (source == nullptr ? "<nil>" : go_text(*source));
}

core::Result<std::string> of_config(const Value& value) { return of_mount(value, ""); }
core::Result<std::string> of_secret(const Value& value) { return of_mount(value, "/run/secrets"); }

core::Result<std::string> of_port(const Value& value) {
  if (value.as_map() == nullptr) return go_text(value);
  const auto* target = value.find("target");
  if (target == nullptr) return core::invalid("the port is missing a target");
  const auto part = [&](const char* key, const char* otherwise) {
    const auto* found = value.find(key);
    return found == nullptr ? std::string(otherwise) : go_text(*found);
  };
  return part("host_ip", "0.0.0.0") + ":" + part("published", "") + ":" + go_text(*target) + "/" +
         part("protocol", "tcp");
}

core::Result<std::string> of_env_file(const Value& value) {
  if (value.as_map() == nullptr) return value.as_text() == nullptr ? "" : *value.as_text();
  if (value.find("path") == nullptr) return core::invalid("`path` is required here");
  return value.text_at("path");
}

const std::vector<std::pair<Pattern, Identity>>& identities() {
  static const std::vector<std::pair<Pattern, Identity>> table = [] {
    std::vector<std::pair<Pattern, Identity>> rows;
    for (const auto* key : {"annotations",
                            "build.args",
                            "build.additional_contexts",
                            "build.platform",
                            "build.tags",
                            "build.labels",
                            "cap_add",
                            "cap_drop",
                            "deploy.labels",
                            "dns",
                            "dns_opt",
                            "dns_search",
                            "environment",
                            "labels",
                            "links",
                            "networks.*.aliases",
                            "networks.*.link_local_ips",
                            "profiles",
                            "sysctls",
                            "tmpfs"}) {
      rows.emplace_back(Pattern("services.*." + std::string(key)), of_name);
    }
    rows.emplace_back(Pattern("networks.*.labels"), of_name);
    rows.emplace_back(Pattern("networks.*.ipam.options"), of_name);
    rows.emplace_back(Pattern("services.*.configs"), of_config);
    rows.emplace_back(Pattern("services.*.secrets"), of_secret);
    rows.emplace_back(Pattern("services.*.devices"), of_device);
    rows.emplace_back(Pattern("services.*.env_file"), of_env_file);
    rows.emplace_back(Pattern("services.*.expose"), of_expose);
    rows.emplace_back(Pattern("services.*.ports"), of_port);
    rows.emplace_back(Pattern("services.*.volumes"), of_volume);
    return rows;
  }();
  return table;
}

void fold(Value::List& list, Identity identity, const Path& path, Problems& problems) {
  Value::List kept;
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto id = identity(list[i]);
    if (!id) {
      problems.add(list[i].position(), path.item(i), id.error().what);
      continue;
    }
    const auto [known, fresh] = index.emplace(*id, kept.size());
    if (fresh) {
      kept.push_back(std::move(list[i]));
    } else {
      kept[known->second] = std::move(list[i]);
    }
  }
  list = std::move(kept);
}

void walk(Value& value, const Path& path, Problems& problems) {
  if (auto* map = value.as_map()) {
    for (auto& [key, entry] : *map) walk(entry, path.key(key), problems);
  } else if (auto* list = value.as_list()) {
    if (const auto* identity = find_rule(identities(), path))
      fold(*list, *identity, path, problems);
  }
}

}  // namespace

void drop_redefined(Value& root, Problems& problems) { walk(root, {}, problems); }

}  // namespace compose
