#include "api/codec/json_text.hpp"
#include "api/codec/sample_codec.hpp"
#include "api/codec/view_codec.hpp"
#include "api/load.hpp"
#include "api/problem.hpp"
#include "api/routes/routes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api::routes {
namespace {

using Json = nlohmann::ordered_json;

Json engine_json(const reconcile::HostStatus& status) {
  const auto& engine = status.engine;
  return {{"up", status.engine_up},
          {"problem", json_or_null(status.engine_problem)},
          {"version", json_or_null(engine.version)},
          {"api_version", json_or_null(engine.api_version)},
          {"architecture", json_or_null(engine.architecture)},
          {"os", json_or_null(engine.os)},
          {"cpus", engine.cpus},
          {"memory_bytes", engine.memory_bytes},
          {"data_root", json_or_null(engine.data_root)}};
}

Json counts_by_phase(const std::vector<model::DeploymentView>& views) {
  using Phase = model::DeploymentPhase;
  Json counts = Json::object();
  for (const auto phase : {Phase::converged, Phase::converging, Phase::degraded, Phase::failed,
                           Phase::stopped, Phase::unknown})
    counts[std::string(model::name_of(phase))] = 0;
  for (const auto& view : views) {
    auto& count = counts[std::string(model::name_of(view.phase))];
    count = count.get<int>() + 1;
  }
  return counts;
}

Json failing_by_criticality(const std::vector<monitor::CheckView>& checks) {
  Json counts = {{"critical", 0}, {"standard", 0}, {"optional", 0}};
  for (const auto& check : checks) {
    if (check.state != monitor::CheckState::failing) continue;
    auto& count = counts[check.criticality];
    count = count.get<int>() + 1;
  }
  return counts;
}

Json counts_by_state(const std::vector<monitor::CheckView>& checks) {
  using State = monitor::CheckState;
  Json counts = Json::object();
  for (const auto state : {State::pending, State::passing, State::failing, State::paused})
    counts[std::string(monitor::name_of(state))] = std::count_if(
        checks.begin(), checks.end(), [state](const auto& check) { return check.state == state; });
  counts["failing_by_criticality"] = failing_by_criticality(checks);
  return counts;
}

// How many are open, and of those how many need a person; null where nobody counts them.
Json incidents_json(const heal::Incidents* incidents) {
  if (incidents == nullptr) return nullptr;
  const auto all = incidents->incidents();
  const auto open =
      std::count_if(all.begin(), all.end(), [](const auto& each) { return each.is_open(); });
  const auto need = std::count_if(all.begin(), all.end(), [](const auto& each) {
    return each.state == model::IncidentState::needs_operator;
  });
  return {{"open", open}, {"needs_operator", need}};
}

Json notify_json(const notify::Channels* channels) {
  if (channels == nullptr) return nullptr;
  const auto count = channels->channels().size();
  return {{"channels", count}, {"told", count == 0 ? Json("nobody will be told") : Json(nullptr)}};
}

Json load_json() {
  const auto load = load_average();
  return load ? Json(*load) : Json(nullptr);
}

std::vector<std::string> not_ready(const reconcile::HostStatus& status) {
  std::vector<std::string> reasons;
  if (!status.rescue.empty()) reasons.push_back("rescue: " + status.rescue);
  if (!status.store_writable) reasons.emplace_back("the store cannot be written");
  if (!status.engine_up)
    reasons.push_back(status.engine_problem.empty()
                          ? "the engine cannot be reached"
                          : "the engine cannot be reached: " + status.engine_problem);
  return reasons;
}

}  // namespace

awaitable<Response> host(Backend& backend, const Request&) {
  const auto status = backend.host.status();
  const auto seen = backend.latest.host();
  auto holds = Json::array();
  for (const auto& each : status.holds) holds.push_back(to_json(each));
  Json out = {{"name", backend.identity.host_name},
              {"labels", Json(backend.identity.labels)},
              {"booted_at", json_time(status.booted_at)},
              {"engine", engine_json(status)},
              {"version", backend.identity.version},
              {"started_at", json_time(status.started_at)},
              {"store_writable", status.store_writable},
              {"rescue", json_or_null(status.rescue)},
              {"observe_only", status.observe_only},
              {"load", load_json()},
              {"cpu", cpu_json(seen)},
              {"memory", memory_json(seen)},
              {"pressure", pressure_json(seen)},
              {"disks", disks_json(backend.latest.disks())},
              {"deployments", counts_by_phase(backend.views.list())},
              {"checks", counts_by_state(backend.checks.checks())},
              {"incidents", incidents_json(backend.incidents)},
              {"notify", notify_json(backend.channels)},
              {"unmanaged_containers", status.unmanaged_containers},
              {"holds", std::move(holds)}};
  co_return json_response(200, json_text(out));
}

awaitable<Response> healthz(Backend& backend, const Request&) {
  const auto quiet = backend.clock.now().mono - backend.host.status().last_progress;
  // Without a deployment there is nothing to make progress with.
  if (quiet > backend.progress_limit && !backend.views.list().empty())
    co_return to_response(problem(
        503, "The loop made no progress for " + std::to_string(quiet.count() / 1000) + " s"));
  Json out = {{"status", "ok"}, {"last_progress_ms", quiet.count()}};
  co_return json_response(200, json_text(out));
}

awaitable<Response> readyz(Backend& backend, const Request&) {
  const auto reasons = not_ready(backend.host.status());
  if (reasons.empty()) co_return json_response(200, "{\"status\":\"ready\"}");
  std::vector<FieldError> errors;
  for (const auto& reason : reasons) errors.push_back({"", reason});
  co_return to_response(problem(503, "Not ready: " + reasons.front(), std::move(errors)));
}

awaitable<Response> reload(Backend& backend, const Request& request) {
  const auto done = co_await backend.reload.reload(request.caller.by);
  if (!done) co_return to_response(problem_of(done.error()));
  co_return no_content();
}

}  // namespace api::routes
