// Ending containers: stop, restart, remove.
#include "docker/requests.hpp"
#include "docker/runtime.hpp"

#include <algorithm>

namespace docker {
namespace {

using model::FaultKind;

constexpr Milliseconds removal_limit{30'000}, exit_event_limit{5'000}, state_look_again{200};

}  // namespace

awaitable<Outcome<Milliseconds>> DockerRuntime::stop_grace(model::ContainerId container,
                                                           std::optional<int> timeout_s) {
  if (!timeout_s) {
    const auto seen = co_await inspect(container);
    if (!seen) co_return seen.error();
    timeout_s = seen->stop_timeout_s.value_or(stop_grace_default_s);
  }
  const int grace_s = *timeout_s < 0 ? stop_grace_max_s : std::min(*timeout_s, stop_grace_max_s);
  co_return std::chrono::seconds{grace_s};
}

awaitable<bool> DockerRuntime::comes_down(model::ContainerId container) {
  const auto until = clock_.now().mono + exit_event_limit;
  while (clock_.now().mono < until) {
    const auto seen = co_await inspect(container);
    if (!seen || !seen->is_up()) co_return true;
    co_await core::wait_for(state_look_again);
  }
  co_return false;
}

// What the engine has lost is ended on this host, and the engine is asked once more.
awaitable<DockerRuntime::Done> DockerRuntime::end(Call call, model::ContainerId container,
                                                  Milliseconds grace) {
  reconcile::Done done;
  done.container = container;
  auto reply = co_await client_.call(call);
  if (!reply && reply.error().kind == FaultKind::end_unseen) {
    auto seen = co_await inspect(container);
    if (!seen) co_return seen.error();
    auto ended = co_await lost_.end(std::move(*seen), grace, reply.error());
    if (!ended) co_return ended.error();
    const bool down = co_await comes_down(container);
    if (!down) co_return LostProcesses::not_seen(reply.error());
    done.note = "its process, which the engine had lost, was ended on the host";
    reply = co_await client_.call(call);
  }
  if (!reply) co_return not_engines_fault(given_up(reply.error(), container));
  done.already = reply->status == 304 && done.note.empty();
  co_return done;
}

// A container that its engine starts no more is followed by another one, which must not run beside
// what may be left of it: `end_what_runs_on`, for which it has to be seen.
model::Fault DockerRuntime::given_up(model::Fault fault,
                                     const model::ContainerId& container) const {
  const bool seen = client_.endpoint().local() && lost_.can_be_seen();
  if (fault.kind != FaultKind::task_exists || seen) return fault;
  return LostProcesses::not_visible(std::move(fault), container);
}

// Its engine would remove it as if nothing of it ran.
awaitable<Outcome<void>> DockerRuntime::end_what_runs_on(const model::RemoveContainer& action) {
  const bool any = co_await lost_.run_on(action.container);
  if (!any) co_return Outcome<void>();
  auto seen = co_await inspect(action.container);
  if (!seen && seen.error().kind == FaultKind::no_such_container) co_return Outcome<void>();
  if (!seen) co_return seen.error();
  if (seen->is_up()) co_return Outcome<void>();  // it knows
  const auto grace = co_await stop_grace(action.container, std::nullopt);
  if (!grace) co_return grace.error();
  const model::Fault fault{FaultKind::task_exists, model::FaultClass::config, 0,
                           "it has ended for its engine, and runs on", "removing " + action.name};
  auto ended = co_await lost_.end(std::move(*seen), *grace, fault);
  if (ended) co_return ended;
  const bool still = co_await lost_.run_on(action.container);  // they may have ended by themselves
  if (still) co_return ended;
  co_return Outcome<void>();
}

// A connection that is dropped does not end a stop: the limit only says when we stop waiting.
awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work, model::StopContainer action) {
  auto call = container_post("stopping " + action.name, action.container, "/stop");
  if (action.timeout_s) call.query.emplace_back("t", std::to_string(*action.timeout_s));
  const auto grace = co_await stop_grace(action.container, action.timeout_s);
  if (!grace) co_return grace.error();
  call.limit = *grace + stop_margin;
  auto done = co_await end(std::move(call), action.container, *grace);
  co_return done;
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work, model::RestartContainer action) {
  auto call = container_post("restarting " + action.name, action.container, "/restart");
  if (action.timeout_s) call.query.emplace_back("t", std::to_string(*action.timeout_s));
  const auto grace = co_await stop_grace(action.container, action.timeout_s);
  if (!grace) co_return grace.error();
  call.limit = *grace + stop_margin + attempt_timeout_;
  auto done = co_await end(std::move(call), action.container, *grace);
  co_return done;
}

awaitable<bool> DockerRuntime::is_gone(model::ContainerId container, Milliseconds limit) {
  const auto until = clock_.now().mono + limit;
  while (clock_.now().mono < until) {
    const auto seen = co_await inspect(container);
    if (!seen && seen.error().kind == FaultKind::no_such_container) co_return true;
    co_await core::wait_for(state_look_again);
  }
  co_return false;
}

awaitable<DockerRuntime::Done> DockerRuntime::carry_out(Work, model::RemoveContainer action) {
  const auto ended = co_await end_what_runs_on(action);
  if (!ended) co_return ended.error();
  auto call = container_delete("removing " + action.name, action.container, false);
  if (action.anonymous_volumes) call.query.emplace_back("v", "1");
  const auto reply = co_await client_.call(std::move(call));
  reconcile::Done done;
  done.container = action.container;
  if (reply) co_return done;
  done.already = true;
  if (reply.error().kind == FaultKind::no_such_container) co_return done;
  if (reply.error().kind != FaultKind::removal_in_progress) co_return reply.error();
  const bool gone = co_await is_gone(action.container, removal_limit);
  if (!gone) co_return reply.error();
  co_return done;
}

}  // namespace docker
