#include "agent/health_report.hpp"

#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace agent {
namespace {

using Json = nlohmann::ordered_json;

bool is_well(const model::DeploymentView& view) {
  return view.phase == model::DeploymentPhase::converged ||
         view.phase == model::DeploymentPhase::stopped;
}

Json json_of(const model::DeploymentView& view) {
  Json services = Json::array();
  for (const auto& service : view.services) {
    services.push_back({{"name", service.name},
                        {"phase", std::string(model::name_of(service.phase))},
                        {"why", service.why}});
  }
  return {{"name", view.name},
          {"phase", std::string(model::name_of(view.phase))},
          {"services", std::move(services)}};
}

Json json_of(const model::Incident& incident) {
  Json subjects = Json::array();
  for (const auto& subject : incident.subjects) subjects.push_back(model::text_of(subject));
  return {{"id", incident.id},
          {"severity", std::string(model::name_of(model::severity_of(incident)))},
          {"state", std::string(model::name_of(incident.state))},
          {"fingerprint", incident.fingerprint},
          {"subjects", std::move(subjects)},
          {"problem", incident.problem},
          {"opened_at", core::rfc3339(incident.opened_at)}};
}

}  // namespace

std::string report_text(const HealthReport& report) {
  Json deployments = Json::array(), incidents = Json::array();
  for (const auto& view : report.deployments) deployments.push_back(json_of(view));
  for (const auto& incident : report.incidents)
    if (incident.is_open()) incidents.push_back(json_of(incident));
  const bool healthy = report.status.engine_up && report.status.store_writable &&
                       std::all_of(report.deployments.begin(), report.deployments.end(), is_well);
  const Json out = {{"version", 1},
                    {"host", report.host},
                    {"at", core::rfc3339(report.at)},
                    {"healthy", healthy},
                    {"engine_up", report.status.engine_up},
                    {"store_writable", report.status.store_writable},
                    {"deployments", std::move(deployments)},
                    {"incidents", std::move(incidents)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace agent
