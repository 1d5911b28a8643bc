#include "agent/spec_editor.hpp"
#include "compose/load.hpp"

#include <nlohmann/json.hpp>

namespace agent {
namespace {

using Json = nlohmann::ordered_json;
using Edited = core::Result<std::shared_ptr<const model::Spec>>;

// The hashes that the owner's tools wrote stay: they are not what the canonical text would give.
void keep_hashes(const model::Spec& base, model::Spec& spec) {
  for (auto& [name, service] : spec.services) {
    const auto before = base.services.find(name);
    if (before != base.services.end() && before->second.canonical_json == service.canonical_json) {
      service.config_hash = before->second.config_hash;
    }
  }
}

core::Result<std::shared_ptr<model::Spec>> edit(const model::Spec& base,
                                                const model::ServiceName& service,
                                                const std::function<void(Json&)>& change) {
  Json project = Json::parse(base.canonical_json, nullptr, false);
  if (project.is_discarded() || !project.contains("services") ||
      !project["services"].contains(service)) {
    return core::not_found(base.name + " has no service " + service);
  }
  change(project["services"][service]);
  const compose::CanonicalOrigin origin{base.working_dir, base.config_files,
                                        base.environment_files};
  auto loaded =
      compose::from_canonical(project.dump(-1, ' ', false, Json::error_handler_t::replace), origin);
  if (!loaded) return loaded.error();
  auto spec = std::make_shared<model::Spec>(std::move(loaded->spec));
  keep_hashes(base, *spec);
  return spec;
}

}  // namespace

Edited SpecEditor::with_container(const model::Spec& base, const model::ServiceName& service,
                                  const model::Container& container) {
  auto spec = edit(base, service, [&](Json& entry) { entry["image"] = container.image; });
  if (!spec) return spec.error();
  if (!container.config_hash().empty())
    (*spec)->services[service].config_hash = container.config_hash();
  return std::shared_ptr<const model::Spec>(*spec);
}

Edited SpecEditor::with_scale(const model::Spec& base, const model::ServiceName& service,
                              int replicas) {
  auto spec = edit(base, service, [&](Json& entry) {
    const bool in_deploy = entry.contains("deploy") && entry["deploy"].contains("replicas");
    if (in_deploy) entry["deploy"]["replicas"] = replicas;
    if (!in_deploy || entry.contains("scale")) entry["scale"] = replicas;
  });
  if (!spec) return spec.error();
  // How many there are is no part of the hash.
  const auto before = base.services.find(service);
  if (before != base.services.end())
    (*spec)->services[service].config_hash = before->second.config_hash;
  return std::shared_ptr<const model::Spec>(*spec);
}

}  // namespace agent
