#include "compose/transform.hpp"

#include "compose/go_text.hpp"
#include "compose/short_mount.hpp"
#include "compose/short_port.hpp"
#include "core/text.hpp"

namespace compose {
namespace {

using Map = Value::Map;

// What a rule gets to see; it may replace the value.
struct Place {
  Value& value;
  const Path& path;
  Problems& problems;
  std::size_t& ports;

  const Position& at() const { return value.position(); }
  void refuse(std::string_view message) const { problems.add(at(), path, message); }
  void become(Map map) const { value = Value::map(std::move(map), at()); }
};

using Rule = void (*)(const Place&);

// "x" -> {key: x}
void text_to_map(const Place& place, const char* key) {
  if (const auto* text = place.value.as_text())
    place.become({{key, Value::text(*text, place.at())}});
}

void text_to_list(const Place& place) {
  if (place.value.as_text() != nullptr) place.value = Value::list({place.value}, place.at());
}

void names_to_map(const Place& place) {
  const auto* list = place.value.as_list();
  if (list == nullptr) return;
  Map map;
  for (const auto& name : *list) map.insert_or_assign(go_text(name), Value({}, name.position()));
  place.become(std::move(map));
}

void depends_on(const Place& place) {
  names_to_map(place);
  auto* map = place.value.as_map();
  if (map == nullptr) return place.refuse("expected a list or a mapping");
  for (auto& [name, entry] : *map) {
    if (entry.is_null()) entry = Value::map({}, entry.position());
    if (entry.as_map() == nullptr) return place.refuse("expected a mapping for `" + name + "`");
    entry.as_map()->emplace("condition", Value::text("service_started", entry.position()));
    entry.as_map()->emplace("required", Value::flag(true, entry.position()));
  }
}

void env_file(const Place& place) {
  text_to_list(place);
  auto* list = place.value.as_list();
  if (list == nullptr) return place.refuse("expected a string or a list");
  for (auto& item : *list) {
    const Place one{item, place.path, place.problems, place.ports};
    text_to_map(one, "path");
    if (item.as_map() != nullptr)
      item.as_map()->emplace("required", Value::flag(true, item.position()));
  }
}

void ports(const Place& place) {
  if (place.ports > ports_read_max) return;  // refused already: others cost time and change nothing
  const auto* list = place.value.as_list();
  if (list == nullptr) return place.refuse("expected a list");
  Value::List out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto& port = (*list)[i];
    if (port.as_map() != nullptr) {
      out.push_back(port);
      continue;
    }
    if (port.as_text() == nullptr && port.as_integer() == nullptr) {
      place.problems.add(port.position(), place.path.item(i),
                         "expected a port, got " + std::string(kind_name(port)));
      continue;
    }
    auto parsed = parse_port(go_text(port), port.position());
    if (!parsed) {
      place.problems.add(port.position(), place.path.item(i), parsed.error().what);
      continue;
    }
    place.ports += parsed->size();
    if (place.ports > ports_read_max) {
      place.problems.add(port.position(), place.path.item(i),
                         "the ranges of this project stand for more than " +
                             std::to_string(ports_read_max) + " ports");
      break;
    }
    out.insert(out.end(), parsed->begin(), parsed->end());
  }
  place.value = Value::list(std::move(out), place.at());
}

void volume_mount(const Place& place) {
  const auto* text = place.value.as_text();
  if (text == nullptr) return;
  auto parsed = parse_mount(*text, place.at());
  if (!parsed) return place.refuse(parsed.error().what);
  place.value = std::move(*parsed);
}

void device(const Place& place) {
  const auto* text = place.value.as_text();
  if (text == nullptr) return;
  const auto parts = core::split(*text, ':');
  if (parts.size() > 3)
    return place.refuse("confusing device mapping, please use long syntax: " + *text);
  const auto& target = parts.size() > 1 && !parts[1].empty() ? parts[1] : parts[0];
  place.become({{"source", Value::text(parts[0], place.at())},
                {"target", Value::text(target, place.at())},
                {"permissions", Value::text(parts.size() > 2 ? parts[2] : "rwm", place.at())}});
}

void key_value(const Place& place) {
  const auto* list = place.value.as_list();
  if (list == nullptr) return;
  Map map;
  for (const auto& item : *list) {
    const auto text = go_text(item);
    const auto equals = text.find('=');
    if (equals == std::string::npos)
      return place.refuse("invalid value " + text + ", expected key=value");
    map.insert_or_assign(text.substr(0, equals),
                         Value::text(text.substr(equals + 1), item.position()));
  }
  place.become(std::move(map));
}

void ssh(const Place& place) {
  const auto* list = place.value.as_list();
  if (list == nullptr) return;
  Map map;
  for (const auto& item : *list) {
    const auto text = go_text(item);
    const auto equals = text.find('=');
    if (equals == std::string::npos && text != "default")
      return place.refuse("invalid ssh key `" + text + "`");
    const auto value = equals == std::string::npos
                           ? Value({}, item.position())
                           : Value::text(text.substr(equals + 1), item.position());
    map.insert_or_assign(text.substr(0, equals), value);
  }
  place.become(std::move(map));
}

void gpus(const Place& place) {
  if (place.value.as_text() == nullptr) return;
  place.value = Value::list({Value::map({{"count", Value::text("all", place.at())}}, place.at())},
                            place.at());
}

void ulimit(const Place& place) {
  if (place.value.as_map() == nullptr && place.value.as_integer() == nullptr)
    place.refuse("expected a whole number or a mapping");
}

void string_or_other(const Place& place) {
  if (place.value.as_text() == nullptr) place.value = Value::text(go_text(place.value), place.at());
}

void maybe_external(const Place& place) {
  auto* external = place.value.find("external");
  if (external == nullptr || external->as_map() == nullptr) return;
  const auto* written = external->find("name");
  const bool renamed = written != nullptr;
  const auto adopted = renamed ? *written : Value();
  *external = Value::flag(true, external->position());
  if (!renamed) return;
  place.problems.warn(place.path.text() +
                      ": external.name is deprecated. Please set name and external: true");
  const auto* name = place.value.find("name");
  if (name != nullptr && !(*name == adopted))
    return place.refuse("name and external.name conflict; only use name");
  place.value.as_map()->insert_or_assign("name", adopted);
}

void build(const Place& place) { text_to_map(place, "context"); }
void extends(const Place& place) { text_to_map(place, "service"); }
void file_mount(const Place& place) { text_to_map(place, "source"); }

const std::vector<std::pair<Pattern, Rule>>& canonical_rules() {
  static const std::vector<std::pair<Pattern, Rule>> rules = {
      {"services.*.build", build},
      {"services.*.build.secrets.[]", file_mount},
      {"services.*.build.provenance", string_or_other},
      {"services.*.build.sbom", string_or_other},
      {"services.*.build.additional_contexts", key_value},
      {"services.*.build.ssh", ssh},
      {"services.*.build.ulimits.*", ulimit},
      {"services.*.depends_on", depends_on},
      {"services.*.env_file", env_file},
      {"services.*.label_file", text_to_list},
      {"services.*.extends", extends},
      {"services.*.gpus", gpus},
      {"services.*.networks", names_to_map},
      {"services.*.models", names_to_map},
      {"services.*.volumes.[]", volume_mount},
      {"services.*.dns", text_to_list},
      {"services.*.devices.[]", device},
      {"services.*.secrets.[]", file_mount},
      {"services.*.configs.[]", file_mount},
      {"services.*.ports", ports},
      {"services.*.ulimits.*", ulimit},
      {"services.*.develop.watch.[].ignore", text_to_list},
      {"services.*.develop.watch.[].include", text_to_list},
      {"volumes.*", maybe_external},
      {"networks.*", maybe_external},
      {"secrets.*", maybe_external},
      {"configs.*", maybe_external}};
  return rules;
}

void walk(const Place& place) {
  auto& [value, path, problems, ports] = place;
  if (const auto* rule = find_rule(canonical_rules(), path)) (*rule)(place);
  if (auto* map = value.as_map()) {
    for (auto& [key, entry] : *map) walk({entry, path.key(key), problems, ports});
  } else if (auto* list = value.as_list()) {
    for (std::size_t i = 0; i < list->size(); ++i)
      walk({(*list)[i], path.item(i), problems, ports});
  }
}

// A blank name server (an unset variable) is none.
void drop_blank_dns(Value& root) {
  auto* services = root.find("services");
  if (services == nullptr || services->as_map() == nullptr) return;
  for (auto& [name, service] : *services->as_map()) {
    auto* dns = service.find("dns");
    auto* list = dns == nullptr ? nullptr : dns->as_list();
    if (list == nullptr) continue;
    std::erase_if(*list, [](const Value& item) {
      return item.is_null() || (item.as_text() != nullptr && item.as_text()->empty());
    });
  }
}

}  // namespace

void make_canonical(Value& root, std::size_t& ports, Problems& problems) {
  walk({root, {}, problems, ports});
  drop_blank_dns(root);
}

}  // namespace compose
