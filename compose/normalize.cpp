#include "compose/normalize.hpp"

#include "compose/file_path.hpp"
#include "compose/go_text.hpp"
#include "core/text.hpp"

namespace compose {
namespace {

Value::Map& section(Value& root, const char* key) {
  auto& value = root.as_map()->emplace(key, Value::map({}, {})).first->second;
  if (value.as_map() == nullptr) value = Value::map({}, value.position());
  return *value.as_map();
}

// True where the service uses the default network.
bool attach_to_network(Value& service) {
  if (service.find("provider") != nullptr || service.find("network_mode") != nullptr) return false;
  auto* networks = service.find("networks");
  if (networks == nullptr || networks->as_map() == nullptr || networks->as_map()->empty()) {
    service.as_map()->insert_or_assign(
        "networks", Value::map({{"default", Value({}, service.position())}}, service.position()));
    return true;
  }
  return networks->find("default") != nullptr;
}

std::optional<std::string> lookup(const Environment& environment, const std::string& name) {
  const auto at = environment.find(name);
  return at == environment.end() ? std::nullopt : std::optional(at->second);
}

// Variables that only have a name take the value of the environment; those still without one stay
// where `keep`, else go.
void resolve_variables(Value* variables, const Environment& environment, bool keep) {
  if (variables == nullptr) return;
  if (auto* map = variables->as_map()) {
    for (auto& [name, value] : *map) {
      const auto found = value.is_null() ? lookup(environment, name) : std::nullopt;
      if (found) value = Value::text(*found, value.position());
    }
    if (!keep) std::erase_if(*map, [](const auto& entry) { return entry.second.is_null(); });
  } else if (auto* list = variables->as_list()) {
    for (auto& item : *list) {
      const auto* text = item.as_text();
      if (text == nullptr || core::contains(*text, "=")) continue;
      if (const auto found = lookup(environment, *text))
        item = Value::text(*text + "=" + *found, item.position());
    }
    const auto unset = [](const Value& item) {
      return item.as_text() != nullptr && !core::contains(*item.as_text(), "=");
    };
    if (!keep) std::erase_if(*list, unset);
  }
}

void complete_build(Value& service, const Environment& environment) {
  auto* build = service.find("build");
  if (build == nullptr || build->as_map() == nullptr) return;
  build->as_map()->emplace("context", Value::text(".", build->position()));
  if (build->find("dockerfile_inline") == nullptr)
    build->as_map()->emplace("dockerfile", Value::text("Dockerfile", build->position()));
  resolve_variables(build->find("args"), environment, false);
}

class ImpliedDependencies {
 public:
  explicit ImpliedDependencies(Value& service) : service_(service) {}

  void add() {
    for_each("links", [&](const std::string& link, const Position& at) {
      const auto parts = core::split(link, ':');
      depend_on(parts.size() == 2 ? parts[0] : link, true, at);
    });
    for (const auto* key : {"network_mode", "ipc", "pid", "uts", "cgroup"}) {
      const auto mode = service_.text_at(key);
      if (mode.starts_with("service:"))
        depend_on(mode.substr(8), true, service_.find(key)->position());
    }
    for_each("volumes_from", [&](const std::string& source, const Position& at) {
      if (!source.starts_with("container:")) depend_on(core::split(source, ':')[0], false, at);
    });
  }

 private:
  template <class Use> void for_each(const char* key, Use use) const {
    const auto* value = service_.find(key);
    const auto* list = value == nullptr ? nullptr : value->as_list();
    if (list == nullptr) return;
    for (const auto& item : *list) use(go_text(item), item.position());
  }

  // At the place of what implies it.
  void depend_on(const std::string& other, bool restart, const Position& at) {
    section(service_, "depends_on")
        .emplace(other, Value::map({{"condition", Value::text("service_started", at)},
                                    {"restart", Value::flag(restart, at)},
                                    {"required", Value::flag(true, at)}},
                                   at));
  }

  Value& service_;
};

void clean_targets(Value& service) {
  auto* volumes = service.find("volumes");
  if (volumes == nullptr || volumes->as_list() == nullptr) return;
  for (auto& volume : *volumes->as_list()) {
    auto* target = volume.find("target");
    if (target != nullptr && target->as_text() != nullptr)
      *target = Value::text(clean_path(*target->as_text()), target->position());
  }
}

void normalize_service(Value& service, const Environment& environment) {
  if (service.text_at("pull_policy") == "if_not_present") {
    service.as_map()->insert_or_assign("pull_policy", Value::text("missing", service.position()));
  }
  complete_build(service, environment);
  resolve_variables(service.find("environment"), environment, true);
  ImpliedDependencies(service).add();
  clean_targets(service);
}

void name_resources(Value& root, const std::string& project) {
  for (const auto* kind : {"networks", "volumes", "configs", "secrets"}) {
    auto* resources = root.find(kind);
    if (resources == nullptr || resources->as_map() == nullptr) continue;
    for (auto& [key, resource] : *resources->as_map()) {
      if (resource.as_map() == nullptr) resource = Value::map({}, resource.position());
      const auto* external = resource.find("external");
      const bool as_written =
          external != nullptr && external->as_flag() != nullptr && *external->as_flag();
      resource.as_map()->emplace(
          "name", Value::text(as_written ? key : project + "_" + key, resource.position()));
    }
  }
}

}  // namespace

void normalize(Value& root, const std::string& project, const Environment& environment) {
  bool uses_default = false;
  auto* services = root.find("services");
  if (services != nullptr && services->as_map() != nullptr) {
    for (auto& [name, service] : *services->as_map()) {
      if (service.as_map() == nullptr) continue;
      uses_default = attach_to_network(service) || uses_default;
      normalize_service(service, environment);
    }
  }
  if (uses_default) section(root, "networks").emplace("default", Value::map({}, {}));
  name_resources(root, project);
}

}  // namespace compose
