// What is asked besides the looks of a pass.
#include "reconcile/loop.hpp"
#include "reconcile/plan.hpp"
#include "reconcile/plan_images.hpp"
#include "reconcile/plan_preview.hpp"
#include "reconcile/plan_text.hpp"

#include <algorithm>

namespace reconcile {

// Where containers were ended by others, it may be the engine's own end: a look would wake it again
// through systemd's socket.
awaitable<bool> Loop::may_look(model::DeploymentName name) {
  const auto* track = find(name);
  if (track == nullptr) co_return false;
  const bool ended = std::any_of(track->trails.begin(), track->trails.end(), [](const auto& entry) {
    const auto& evidence = entry.second.evidence;
    return !evidence.own_call && (evidence.kill_signal || evidence.died || evidence.stopped);
  });
  if (!ended) co_return true;
  const auto unit = co_await ports_.units.engine_unit();
  if (unit.may_be_asked()) co_return true;
  if (auto* now = find(name)) now->problem = "docker.service is " + unit.active_state;
  co_return false;
}

std::set<model::ServiceName> Loop::owed(const model::DeploymentName& name) const {
  std::set<model::ServiceName> services;
  const auto* deployment = ports_.ledger.find(name);
  const auto track = tracks_.find(name);
  if (deployment == nullptr || track == tracks_.end() || deployment->deleting) return services;
  for (const auto& [service, memory] : track->second->memory.services)
    if (track->second->memory.comes_back(service)) services.insert(service);
  for (const auto& step : executor_of_steps_.under_way(name))
    if (std::holds_alternative<model::StopContainer>(step.action)) services.insert(step.service);
  std::erase_if(services, [&](const model::ServiceName& service) {
    return deployment->find(service) == nullptr ||
           deployment->intent_of(service).state == model::IntentState::stopped;
  });
  return services;
}

awaitable<std::vector<std::string>> Loop::missing_builds(std::shared_ptr<const model::Spec> spec) {
  const auto& services = spec->services;
  const bool any = std::any_of(services.begin(), services.end(),
                               [](const auto& entry) { return entry.second.build.has_value(); });
  if (!any || !surroundings_.engine_up) co_return std::vector<std::string>{};
  auto seen = co_await ports_.runtime.observe(spec, Leftovers::unseen);
  if (!seen) co_return std::vector<std::string>{};
  co_return absent_builds(*spec, *seen);
}

awaitable<core::Result<std::string>> Loop::dry_run(model::DeploymentName name,
                                                   std::optional<ApplyRequest> request) {
  const bool is_there = ports_.ledger.find(name) != nullptr;
  if (!is_there && !request) co_return core::not_found("there is no deployment " + name);
  auto deployment = ports_.ledger.found_or_new(name);
  auto spec = request ? request->spec : deployment.current.spec;
  auto seen = co_await ports_.runtime.observe(std::move(spec), Leftovers::unseen);
  if (!seen) co_return core::Error{core::Errc::unavailable, seen.error().text()};
  const Track empty(executor_);
  const auto* known = find(name);
  const auto& track = known != nullptr ? *known : empty;
  Track after(executor_);  // what of it the plan sees
  after.memory = track.memory;
  after.foreign = track.foreign;
  after.trails = track.trails;
  after.untold = track.untold;
  after.recovery = track.recovery;
  after.owner_asked = track.owner_asked || !request;
  after.unanswered = track.unanswered || !request;
  if (request) {
    const auto now = ports_.clock.now().wall;
    auto preview = as_if_applied(std::move(deployment), is_there, *request, *seen, now);
    deployment = std::move(preview.deployment);
    after.owner_asked = after.owner_asked || preview.begins_anew;
    after.unanswered = after.unanswered || preview.begins_anew;
    if (preview.begins_anew) begin_anew(after.memory);
  }
  const auto scene = scene_of(deployment, *seen, after);
  auto found_to_do = plan(scene);
  note_under_way(name, track, found_to_do);
  co_return plan_text(found_to_do, *deployment.current.spec, scene.now);
}

}  // namespace reconcile
