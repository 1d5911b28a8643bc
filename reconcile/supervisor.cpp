#include "reconcile/supervisor.hpp"

#include "core/fail_point.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "reconcile/circles.hpp"
#include "reconcile/event_codec.hpp"
#include "reconcile/hold_end.hpp"
#include "reconcile/view.hpp"
#include "reconcile/wishes.hpp"

#include <algorithm>

namespace reconcile {
namespace {

std::string_view past_of(Verb verb) {
  switch (verb) {
    case Verb::start: return "is to run";
    case Verb::stop: return "is to be stopped";
    case Verb::restart: return "is to be restarted";
    case Verb::recreate: return "is to be made anew";
  }
  return "";
}

}  // namespace

Supervisor::Supervisor(Ports ports, Host host) : ports_(ports), host_(host) {
  ports_.returning.set_on_change([this] { changed(); });
}

core::Status Supervisor::writable() const {
  if (rescue_.empty()) return core::Status{};
  return core::Error{core::Errc::unavailable, "evenkeel only observes: " + rescue_};
}

void Supervisor::changed() {
  ++revision_;
  for (auto* waiter : waiting_) waiter->notify();
}

void Supervisor::say(const model::DeploymentName& name, const model::ServiceName& service,
                     std::string type, std::string message, std::string data) {
  model::Event event;
  event.at = ports_.clock.now().wall;
  event.type = std::move(type);
  event.deployment = name;
  event.service = service;
  event.message = std::move(message);
  event.data = std::move(data);
  ports_.events.record(std::move(event));
}

// The owner's newest word is that these run: what another client did before, and is not decided
// yet, says nothing any more. Before the commit, so that no verdict comes in between, and after it,
// for the events that were read meanwhile.
void Supervisor::overrule(const model::DeploymentName& name,
                          const std::vector<model::ServiceName>& services) {
  auto* track = ports_.loop.find(name);
  if (track == nullptr) return;
  const auto meant = [&](const model::ServiceName& service) {
    return std::find(services.begin(), services.end(), service) != services.end();
  };
  for (auto& [id, trail] : track->trails) {
    if (!trail.judging || !meant(trail.service)) continue;
    trail.evidence.overruled = true;
    trail.news->notify();
  }
  if (!track->foreign) return;
  for (const auto& service : services) track->foreign->services.erase(service);
  std::erase_if(track->foreign->taken, [&](const auto& entry) { return meant(entry.second); });
  if (track->foreign->taken.empty()) track->foreign->network_removed = false;
}

// Verbs and new generations begin anew: no backoff of before holds them up.
void Supervisor::begin_anew(const model::DeploymentName& name,
                            const std::vector<model::ServiceName>& services) {
  auto& track = ports_.loop.adopt(name);
  track.owner_asked = track.unanswered = true;
  track.asked_at = ports_.clock.now().mono;
  // What was planned before says nothing about what is wanted now.
  track.plan.converged = false;
  if (ports_.loop.surroundings().engine_up) track.plan.phase = model::DeploymentPhase::converging;
  for (const auto& service : services) forget_failures(track.memory.services[service]);
  track.memory.objects.clear();
  track.engine_rests_until.reset();
  ports_.loop.wake(name);
  changed();
}

awaitable<core::Status> Supervisor::feasible(std::shared_ptr<const model::Spec> spec) {
  if (spec->services.empty())
    co_return core::invalid(spec->name + " has no services: there is nothing to keep running");
  const auto unbuilt = co_await ports_.loop.missing_builds(spec);
  if (!unbuilt.empty()) co_return core::invalid(core::join(unbuilt, "; "));
  co_return core::Status{};
}

awaitable<core::Result<Applied>> Supervisor::apply(ApplyRequest request) {
  if (const auto status = writable(); !status) co_return status.error();
  const auto name = request.spec->name;
  const auto can_be = co_await feasible(request.spec);
  if (!can_be) co_return can_be.error();
  const auto turn = co_await ports_.ledger.turn();
  const auto* current = ports_.ledger.find(name);
  const auto matches = check_generation(name, current, request.if_match);
  if (!matches) co_return matches.error();
  const auto circles = check_circles(ports_.ledger, request.spec);
  if (!circles) co_return circles.error();
  auto outcome = changes_of_apply(current, request, ports_.clock.now().wall);
  if (outcome.changes.empty()) co_return outcome.applied;
  std::vector<model::ServiceName> services;
  for (const auto& [service, spec] : request.spec->services) services.push_back(service);
  if (request.start) overrule(name, services);
  core::fail_point("put.before_commit");
  auto committed = co_await ports_.ledger.commit(outcome.changes);
  if (!committed) co_return committed.error();
  core::fail_point("put.after_commit");
  if (request.start) overrule(name, services);
  if (outcome.applied.changed) {
    say(name, "", "deployment.applied",
        name + " is to be at generation " + std::to_string(outcome.applied.generation) +
            (outcome.applied.left_stopped.empty()
                 ? ""
                 : "; left stopped: " + core::join(outcome.applied.left_stopped, ", ")),
        event_data({{"generation", static_cast<long long>(outcome.applied.generation)},
                    {"left_stopped", outcome.applied.left_stopped},
                    {"by", request.caller.by},
                    {"reason", request.caller.reason}}));
  }
  begin_anew(name, services);
  co_return outcome.applied;
}

core::Result<std::vector<model::ServiceName>> Supervisor::chosen(
    const model::Deployment& deployment, const std::vector<model::ServiceName>& names) const {
  std::vector<model::ServiceName> all;
  for (const auto& [service, spec] : deployment.current.spec->services) all.push_back(service);
  if (names.empty()) return all;
  for (const auto& name : names) {
    if (deployment.find(name) == nullptr) {
      return core::not_found(deployment.name + " has no service " + name +
                             "; it has: " + core::join(all, ", "));
    }
  }
  return names;
}

awaitable<core::Result<Applied>> Supervisor::act(VerbRequest request) {
  if (const auto status = writable(); !status) co_return status.error();
  const auto turn = co_await ports_.ledger.turn();
  const auto* deployment = ports_.ledger.find(request.deployment);
  if (deployment == nullptr)
    co_return core::not_found("there is no deployment " + request.deployment);
  const auto matches = check_generation(request.deployment, deployment, request.if_match);
  if (!matches) co_return matches.error();
  if (deployment->deleting)
    co_return core::Error{core::Errc::conflict, request.deployment + " is being deleted"};
  auto services = chosen(*deployment, request.services);
  if (!services) co_return services.error();
  if (request.verb != Verb::stop) overrule(request.deployment, *services);
  auto changes = changes_of_verb(*deployment, *services, request, ports_.clock.now().wall,
                                 ports_.loop.surroundings().engine_ahead);
  auto committed = co_await ports_.ledger.commit(std::move(changes));
  if (!committed) co_return committed.error();
  core::fail_point("verb.after_commit");
  if (request.verb != Verb::stop) overrule(request.deployment, *services);
  for (const auto& service : *services) {
    say(request.deployment, service, "intent.changed",
        service + " " + std::string(past_of(request.verb)) + ": " + request.caller.by +
            (request.caller.reason.empty() ? "" : " (" + request.caller.reason + ")"),
        event_data({{"state", request.verb == Verb::stop ? "stopped" : "running"},
                    {"set_by", "api"},
                    {"by", request.caller.by},
                    {"reason", request.caller.reason}}));
  }
  begin_anew(request.deployment, *services);
  Applied applied;
  applied.deployment = request.deployment;
  const auto* now = ports_.ledger.find(request.deployment);
  applied.generation = now == nullptr ? 0 : now->current.number;
  co_return applied;
}

awaitable<core::Result<model::Hold>> Supervisor::hold(model::Hold hold) {
  if (const auto status = writable(); !status) co_return status.error();
  const auto turn = co_await ports_.ledger.turn();
  if (!hold.deployment.empty()) {
    const auto* deployment = ports_.ledger.find(hold.deployment);
    if (deployment == nullptr)
      co_return core::not_found("there is no deployment " + hold.deployment);
    if (!hold.service.empty() && deployment->find(hold.service) == nullptr) {
      co_return core::not_found(hold.deployment + " has no service " + hold.service);
    }
  }
  const auto now = ports_.clock.now().wall;
  if (hold.until <= now) co_return core::invalid("a hold must end in the future");
  hold.from = now;
  last_hold_id_ = std::max<std::int64_t>(last_hold_id_ + 1, now.time_since_epoch().count());
  hold.id = last_hold_id_;
  std::vector<Change> changes;
  changes.emplace_back(PutHold{hold});
  auto committed = co_await ports_.ledger.commit(std::move(changes));
  if (!committed) co_return committed.error();
  say(hold.deployment, hold.service, "hold.started",
      "hands off until the hold ends: " + hold.by +
          (hold.reason.empty() ? "" : " (" + hold.reason + ")"),
      event_data({{"id", static_cast<long long>(hold.id)},
                  {"until", core::rfc3339(hold.until)},
                  {"by", hold.by},
                  {"reason", hold.reason}}));
  ports_.loop.wake_all();
  changed();
  co_return hold;
}

awaitable<core::Result<int>> Supervisor::resume(model::DeploymentName deployment,
                                                model::ServiceName service, std::int64_t id,
                                                Caller caller) {
  if (const auto status = writable(); !status) co_return status.error();
  const auto turn = co_await ports_.ledger.turn();
  std::vector<Change> changes;
  std::vector<model::Event> ends;
  for (const auto& [key, hold] : ports_.ledger.desire().holds) {
    const bool meant =
        id > 0 ? key == id : hold.deployment == deployment && hold.service == service;
    if (!meant) continue;
    changes.emplace_back(EndHold{key});
    ends.push_back(hold_ended(hold, list(), caller.by, ports_.clock.now().wall));
  }
  if (changes.empty()) co_return core::not_found("there is no such hold");
  const int ended = static_cast<int>(changes.size());
  auto committed = co_await ports_.ledger.commit(std::move(changes));
  if (!committed) co_return committed.error();
  for (auto& end : ends) ports_.events.record(std::move(end));
  ports_.loop.wake_all();
  changed();
  co_return ended;
}

}  // namespace reconcile
