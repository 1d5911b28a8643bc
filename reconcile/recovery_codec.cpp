#include "core/time_text.hpp"
#include "reconcile/recovery.hpp"

#include <nlohmann/json.hpp>

namespace reconcile {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const DeploymentReport& report) {
  Json services = Json::array();
  for (const auto& service : report.services) {
    services.push_back(
        {{"name", service.name}, {"outcome", service.outcome}, {"note", service.note}});
  }
  return {{"name", report.name},
          {"outcome", report.outcome},
          {"services", std::move(services)},
          {"note", report.note},
          {"problem", report.problem ? Json(*report.problem) : Json(nullptr)}};
}

model::Severity severity_of(const RecoveryReport& report) {
  if (report.any_failed()) return model::Severity::critical;
  // An agent restart with nothing to do is nobody's business.
  const bool quiet = report.what.cause == RecoveryCause::agent_restart && !report.anything_done();
  return quiet ? model::Severity::info : model::Severity::warning;
}

}  // namespace

model::Event recovery_event(const RecoveryReport& report, bool update) {
  Json deployments = Json::array();
  for (const auto& deployment : report.deployments) deployments.push_back(json_of(deployment));
  const Json data = {{"cause", std::string(name_of(report.what.cause))},
                     {"planned", report.what.planned},
                     {"down_from", core::rfc3339(report.what.down_from)},
                     {"up_at", core::rfc3339(report.what.up_at)},
                     {"took_ms", report.took.count()},
                     {"deployments", std::move(deployments)}};
  model::Event event;
  event.type = update ? "recovery.updated" : "recovery.completed";
  event.severity = severity_of(report);
  event.message = recovery_message(report);
  event.data = data.dump(-1, ' ', false, Json::error_handler_t::replace);
  return event;
}

}  // namespace reconcile
