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

awaitable<std::vector<std::string>> Loop::missing_builds(std::shared_ptr<const model::Spec> spec) {
  const auto& services = spec->services;
  const bool any = std::any_of(services.begin(), services.end(),
                               [](const auto& entry) { return entry.second.build.has_value(); });
  if (!any || !surroundings_.engine_up) co_return std::vector<std::string>{};
  auto seen = co_await ports_.runtime.observe(spec);
  if (!seen) co_return std::vector<std::string>{};
  co_return absent_builds(*spec, *seen);
}

awaitable<core::Result<std::string>> Loop::dry_run(model::DeploymentName name,
                                                   std::shared_ptr<const model::Spec> spec) {
  const auto* found = ports_.ledger.find(name);
  if (found == nullptr && !spec) co_return core::not_found("there is no deployment " + name);
  model::Deployment deployment = found != nullptr ? *found : model::Deployment{};
  deployment.name = name;
  if (spec) deployment.current.spec = spec;
  auto seen = co_await ports_.runtime.observe(deployment.current.spec);
  if (!seen) co_return core::Error{core::Errc::unavailable, seen.error().text()};
  if (spec) as_if_applied(deployment, spec, *seen);
  const Track empty(executor_);
  const auto* known = find(name);
  const auto& track = known != nullptr ? *known : empty;
  auto scene = scene_of(deployment, *seen, track);
  scene.owner_asked = true;
  auto found_to_do = plan(scene);
  note_under_way(name, track, found_to_do);
  co_return plan_text(found_to_do, *deployment.current.spec, scene.now);
}

}  // namespace reconcile
