#include "model/deployment.hpp"

#include "model/later_origin.hpp"

#include <algorithm>

namespace model {
namespace {

const PolicyLayer* layer_of(const std::map<ServiceName, PolicyLayer>& layers,
                            const ServiceName& name) {
  const auto it = layers.find(name);
  return it == layers.end() ? nullptr : &it->second;
}

struct OriginLayer {
  Origin origin;
  const PolicyLayer* layer;  // may be null: nothing is said there
};

// The places that may say something about a service, the nearest first.
std::vector<OriginLayer> layers_of(const Deployment& deployment, const ServiceName& name) {
  const auto* service = deployment.find(name);
  const auto* spec = deployment.current.spec.get();
  return {
      {Origin::set, layer_of(deployment.set, name)},
      {Origin::set, layer_of(deployment.set, "")},
      {Origin::configuration, layer_of(deployment.configured_services, name)},
      {Origin::configuration, &deployment.configured},
      {Origin::service, service ? &service->from_service : nullptr},
      {Origin::deployment, spec ? &spec->from_deployment : nullptr},
      {Origin::label, service ? &service->from_labels : nullptr},
  };
}

template <class T>
Resolved<T> resolve(const Deployment& deployment, const ServiceName& name,
                    std::optional<T> PolicyLayer::*key, T builtin) {
  for (const auto& [origin, layer] : layers_of(deployment, name)) {
    if (layer && layer->*key) return {*(layer->*key), origin};
  }
  return {std::move(builtin), Origin::builtin};
}

bool has_health_check(const Service& service) {
  return service.healthcheck && !service.healthcheck->disabled;
}

// Nobody waits for it from outside: no published port, and nothing that says when it is well.
bool is_unattended(const Service& service) {
  return service.ports.empty() && !has_health_check(service);
}

bool is_waited_for_to_complete(const Spec& spec, const ServiceName& name) {
  return std::any_of(spec.services.begin(), spec.services.end(), [&](const auto& entry) {
    const auto dependency = entry.second.depends_on.find(name);
    return dependency != entry.second.depends_on.end() &&
           dependency->second.condition == DependencyCondition::completed;
  });
}

ServiceKind builtin_kind(const Deployment& deployment, const ServiceName& name) {
  const auto* service = deployment.find(name);
  if (!service) return ServiceKind::service;
  if (is_waited_for_to_complete(*deployment.current.spec, name)) return ServiceKind::job;
  const bool written_no = service->restart.written == RestartMode::no;
  return written_no && is_unattended(*service) ? ServiceKind::job : ServiceKind::service;
}

}  // namespace

const Service* Deployment::find(const ServiceName& service) const {
  if (!current.spec) return nullptr;
  const auto it = current.spec->services.find(service);
  return it == current.spec->services.end() ? nullptr : &it->second;
}

const Intent& Deployment::intent_of(const ServiceName& service) const {
  static const Intent running;
  const auto it = intents.find(service);
  return it == intents.end() ? running : it->second;
}

bool Deployment::any_running() const {
  if (!current.spec) return false;
  const auto& services = current.spec->services;
  return std::any_of(services.begin(), services.end(), [&](const auto& entry) {
    return intent_of(entry.first).state == IntentState::running;
  });
}

Resolved<HealMode> heal_mode_of(const Deployment& deployment, const ServiceName& service,
                                HealMode builtin) {
  if (!deployment.auto_heal) return {HealMode::off, Origin::set};
  return resolve(deployment, service, &PolicyLayer::heal, builtin);
}

Resolved<Criticality> criticality_of(const Deployment& deployment, const ServiceName& service) {
  return resolve(deployment, service, &PolicyLayer::criticality, Criticality::standard);
}

Resolved<std::vector<std::string>> allow_of(const Deployment& deployment,
                                            const ServiceName& service,
                                            const std::vector<std::string>& builtin) {
  return resolve(deployment, service, &PolicyLayer::allow, builtin);
}

Resolved<ServiceKind> kind_of(const Deployment& deployment, const ServiceName& service) {
  return resolve(deployment, service, &PolicyLayer::kind, builtin_kind(deployment, service));
}

Resolved<core::Milliseconds> grace_of(const Deployment& deployment, const ServiceName& service,
                                      core::Milliseconds builtin) {
  return resolve(deployment, service, &PolicyLayer::grace, builtin);
}

Resolved<KillMeans> kill_means_of(const Deployment& deployment, const ServiceName& service) {
  return resolve(deployment, service, &PolicyLayer::kill_means, KillMeans::drift);
}

Resolved<core::Milliseconds> deadline_of(const Deployment& deployment, const ServiceName& service,
                                         core::Milliseconds builtin) {
  return resolve(deployment, service, &PolicyLayer::deadline, builtin);
}

Resolved<std::vector<ForeignDependency>> foreign_dependencies_of(const Deployment& deployment,
                                                                 const ServiceName& service) {
  return resolve(deployment, service, &PolicyLayer::depends_on, std::vector<ForeignDependency>{});
}

std::optional<Resolved<bool>> rollback_of(const Deployment& deployment,
                                          const ServiceName& service) {
  const auto found = resolve(deployment, service, &PolicyLayer::rollback, false);
  return found.origin == Origin::builtin ? std::nullopt : std::optional(found);
}

Resolved<std::string> notes_of(const Deployment& deployment, const ServiceName& service) {
  return resolve(deployment, service, &PolicyLayer::notes, std::string());
}

std::vector<std::string> later_of(const Deployment& deployment, const ServiceName& name,
                                  const std::string& key) {
  std::vector<std::string> texts;
  for (const auto& [origin, layer] : layers_of(deployment, name)) {
    if (layer == nullptr) continue;
    if (const auto found = layer->later.find(key); found != layer->later.end())
      texts.push_back(found->second);
  }
  std::reverse(texts.begin(), texts.end());
  return texts;
}

std::optional<Origin> later_origin(const Deployment& deployment, const ServiceName& service,
                                   const std::string& key) {
  for (const auto& [origin, layer] : layers_of(deployment, service)) {
    if (layer != nullptr && layer->later.contains(key)) return origin;
  }
  return std::nullopt;
}

bool may_complete(const Deployment& deployment, const ServiceName& name) {
  const auto* service = deployment.find(name);
  if (!service) return false;
  const auto kind = kind_of(deployment, name);
  if (kind.value == ServiceKind::job) return true;
  const bool kind_is_written = kind.origin != Origin::builtin;
  if (kind_is_written || !is_unattended(*service)) return false;
  const auto mode = service->restart.effective();
  return mode == RestartMode::no || mode == RestartMode::on_failure;
}

}  // namespace model
