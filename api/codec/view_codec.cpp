#include "api/codec/view_codec.hpp"

#include "api/codec/incident_codec.hpp"
#include "api/codec/json_text.hpp"
#include "api/codec/sample_codec.hpp"
#include "api/codec/uptime_codec.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

std::string_view kind_of(model::SourceKind kind) {
  return kind == model::SourceKind::engine ? "engine" : "compose";
}

Json container_json(const model::ContainerView& container) {
  return {
      {"id", container.id},
      {"name", container.name},
      {"state", model::name_of(container.state)},
      {"health", container.health == model::Health::none ? Json(nullptr)
                                                         : Json(model::name_of(container.health))},
      {"exit_code", container.exit_code ? Json(*container.exit_code) : Json(nullptr)},
      {"exit_meaning", json_or_null(container.exit_meaning)},
      {"health_output", json_or_null(container.health_output)},
      {"oom_killed", container.oom_killed},
      {"started_at", json_time(container.started_at)}};
}

Json service_json(const std::string& deployment, const model::ServiceView& service,
                  const Measured& measured) {
  const auto& [latest, uptimes, incidents] = measured;
  auto containers = Json::array();
  for (const auto& container : service.containers) containers.push_back(container_json(container));
  return {
      {"name", service.name},
      {"phase", model::name_of(service.phase)},
      {"why", json_or_null(service.why)},
      {"intent", to_json(service.intent)},
      {"image", service.image},
      {"replicas",
       {{"desired", service.desired}, {"running", service.running}, {"healthy", service.healthy}}},
      {"restarts", service.restarts},
      {"restarts_last_hour", json_count(uptimes.restarts_last_hour(deployment, service.name))},
      {"availability_percent", availability_json(uptimes.availability(deployment, service.name))},
      {"waiting_for", service.waiting_for},
      {"next_attempt_at", json_time(service.next_attempt_at)},
      {"incident", open_incident_json(incidents, deployment, service.name)},
      {"usage", usage_json(latest.service(deployment, service.name))},
      {"containers", std::move(containers)}};
}

}  // namespace

Json to_json(const model::Intent& intent) {
  return {{"state", model::name_of(intent.state)},
          {"set_by", model::name_of(intent.set_by)},
          {"by", intent.by},
          {"reason", intent.reason},
          {"at", json_time(intent.at)}};
}

Json to_json(const model::Source& source) {
  return {{"kind", kind_of(source.kind)},
          {"files", source.files},
          {"directory", json_or_null(source.directory)},
          {"differs", source.differs}};
}

Json to_json(const model::Hold& hold) {
  return {{"id", hold.id},
          {"host", hold.deployment.empty()},
          {"deployment", json_or_null(hold.deployment)},
          {"service", json_or_null(hold.service)},
          {"by", hold.by},
          {"reason", hold.reason},
          {"from", json_time(hold.from)},
          {"until", json_time(hold.until)}};
}

Json to_json(const model::DeploymentView& view, const Measured& measured) {
  auto services = Json::array();
  for (const auto& service : view.services)
    services.push_back(service_json(view.name, service, measured));
  return {{"name", view.name},
          {"kind", view.kind},
          {"generation", view.generation},
          {"observed_generation", view.observed_generation},
          {"phase", model::name_of(view.phase)},
          {"converged", view.converged},
          {"observed_at", json_time(view.observed_at)},
          {"intent", to_json(view.intent)},
          {"hold", view.hold ? to_json(*view.hold) : Json(nullptr)},
          {"criticality", model::name_of(view.criticality)},
          {"heal", model::name_of(view.heal)},
          {"source", to_json(view.source)},
          {"services", std::move(services)}};
}

Json to_json(const model::IntentChange& change) {
  Json out = {{"service", change.service}};
  out.update(to_json(change.intent));
  out["proof"] = model::name_of(change.intent.proof);
  return out;
}

Json to_json(const model::ServiceExplanation& explanation) {
  auto history = Json::array();
  for (const auto& change : explanation.history) history.push_back(to_json(change));
  auto policy = Json::array();
  for (const auto& value : explanation.policy)
    policy.push_back(
        {{"key", value.key}, {"value", value.value}, {"origin", model::name_of(value.origin)}});
  return {{"name", explanation.service},
          {"phase", model::name_of(explanation.phase)},
          {"reasons", explanation.reasons},
          {"history", std::move(history)},
          {"policy", std::move(policy)}};
}

}  // namespace api
