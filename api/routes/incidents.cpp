#include "api/codec/incident_codec.hpp"
#include "api/codec/json_text.hpp"
#include "api/incident_outlook.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/numbered.hpp"
#include "api/routes/routes.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api::routes {
namespace {

using Incidents = std::vector<model::Incident>;

Problem no_incidents_here() {
  return problem(503, "Incidents are not watched here: the agent is still starting, try again");
}

std::optional<core::WallTime> next_attempt_of(const Backend& backend,
                                              const model::Incident& incident) {
  std::optional<core::WallTime> soonest;
  for (const auto& subject : incident.subjects) {
    const auto view =
        subject.service.empty() ? std::nullopt : backend.views.get(subject.deployment);
    if (!view) continue;
    for (const auto& service : view->services) {
      if (service.name != subject.service || !service.next_attempt_at) continue;
      if (!soonest || *service.next_attempt_at < *soonest) soonest = service.next_attempt_at;
    }
  }
  return soonest;
}

nlohmann::ordered_json incident_json(const Backend& backend, const model::Incident& incident) {
  return to_json(incident, outlook_of(incident, next_attempt_of(backend, incident)));
}

enum class Wanted { all, open, needs_operator, resolved };

Expected<Wanted> wanted_state(const Request& request) {
  const auto text = text_of(request, "state");
  if (text.empty() || text == "all") return Wanted::all;
  if (text == "open") return Wanted::open;
  if (text == "needs_operator") return Wanted::needs_operator;
  if (text == "resolved") return Wanted::resolved;
  return bad_parameter("state", "expected open, needs_operator, resolved or all, not " + text);
}

bool has_state(const model::Incident& incident, Wanted wanted) {
  if (wanted == Wanted::open) return incident.is_open();
  if (wanted == Wanted::resolved) return !incident.is_open();
  if (wanted == Wanted::needs_operator)
    return incident.state == model::IncidentState::needs_operator;
  return true;
}

// "" matches all.
bool is_about(const model::Incident& incident, const std::string& deployment,
              const std::string& service) {
  const auto fits = [&](const model::Subject& subject) {
    return (deployment.empty() || subject.deployment == deployment) &&
           (service.empty() || subject.service == service);
  };
  return std::any_of(incident.subjects.begin(), incident.subjects.end(), fits) ||
         std::any_of(incident.affected.begin(), incident.affected.end(), fits);
}

// By the path; its nearest is no slip of the finger: the open ones are named.
Expected<model::Incident> find_incident(const Backend& backend, const Request& request) {
  if (backend.incidents == nullptr) return no_incidents_here();
  const auto id = number_in_path(request);
  if (!id) return id.error();
  auto found = backend.incidents->incident(*id);
  if (found) return std::move(*found);
  std::vector<std::string> open;
  for (const auto& each : backend.incidents->incidents())
    if (each.is_open()) open.push_back(std::to_string(each.id));
  return problem(404, "There is no incident " + std::to_string(*id) +
                          (open.empty() ? "; none is open" : "; open: " + core::join(open, ", ")));
}

Expected<Incidents> incidents_of(const Backend& backend, const Request& request) {
  if (backend.incidents == nullptr) return no_incidents_here();
  const auto wanted = wanted_state(request);
  if (!wanted) return wanted.error();
  const auto deployment = text_of(request, "deployment"), service = text_of(request, "service");
  if (!service.empty() && deployment.empty())
    return bad_parameter("service", "needs its ?deployment");
  auto incidents = backend.incidents->incidents();
  std::erase_if(incidents, [&](const auto& each) {
    return !has_state(each, *wanted) || !is_about(each, deployment, service);
  });
  if (incidents.empty() && !deployment.empty() && !backend.views.get(deployment))
    return no_such_deployment(backend, deployment);
  return incidents;
}

}  // namespace

awaitable<Response> list_incidents(Backend& backend, const Request& request) {
  const auto page = numbered_page_of(request);
  if (!page) co_return to_response(page.error());
  auto incidents = incidents_of(backend, request);
  if (!incidents) co_return to_response(incidents.error());
  const auto part = part_of(std::move(*incidents), *page);
  auto items = nlohmann::ordered_json::array();
  for (const auto& each : part.items) items.push_back(incident_json(backend, each));
  co_return numbered_response(std::move(items), part.next);
}

awaitable<Response> get_incident(Backend& backend, const Request& request) {
  const auto incident = find_incident(backend, request);
  if (!incident) co_return to_response(incident.error());
  co_return json_response(200, json_text(incident_json(backend, *incident)));
}

awaitable<Response> acknowledge_incident(Backend& backend, const Request& request) {
  const auto incident = find_incident(backend, request);
  if (!incident) co_return to_response(incident.error());
  const auto seen =
      co_await backend.incidents->acknowledge(incident->id, request.caller.by, request.reason);
  if (!seen) co_return to_response(problem_of(seen.error()));
  co_return json_response(200, json_text(incident_json(backend, *seen)));
}

// Remedies that wait for a yes come with a later version; what is asked for here is theirs already.
awaitable<Response> apply_incident(Backend& backend, const Request& request) {
  const auto incident = find_incident(backend, request);
  if (!incident) co_return to_response(incident.error());
  const auto id = std::to_string(incident->id);
  co_return to_response(
      problem(409, "There is no proposal to apply in incident " + id +
                       ": this version proposes no remedies. `evenkeel incidents " + id +
                       "` shows what was done and what comes next"));
}

}  // namespace api::routes
