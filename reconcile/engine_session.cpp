#include "reconcile/engine_session.hpp"

#include "core/io/timing.hpp"
#include "reconcile/event_codec.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

namespace reconcile {
namespace {

constexpr core::Milliseconds first_retry{100};
constexpr core::Milliseconds slowest_retry{250};  // a connect to a socket that nobody listens on
                                                  // costs nothing
constexpr int untold_max = 5;                     // of 2 s each
constexpr core::Milliseconds slowest_unit_retry{1'000};  // systemctl is a process of its own

model::Event engine_event(std::string type, model::Severity severity, core::WallTime at,
                          std::string message) {
  model::Event event;
  event.type = std::move(type);
  event.severity = severity;
  event.at = at;
  event.message = std::move(message);
  return event;
}

}  // namespace

void EngineSession::restore_counter(const std::string& last_identity) {
  identity_ = last_identity;
  if (!last_identity.starts_with("own:")) return;
  std::from_chars(last_identity.data() + 4, last_identity.data() + last_identity.size(),
                  own_number_);
}

awaitable<bool> EngineSession::may_connect() {
  auto unit = co_await units_.engine_unit();
  unit_known_ = unit.known;
  if (!unit.would_be_woken()) co_return true;
  note_problem("docker.service is " + unit.active_state +
               "; evenkeel watches it and does not start it (systemctl start docker)");
  co_return false;
}

awaitable<bool> EngineSession::alive(core::Milliseconds limit) {
  auto unit = co_await units_.engine_unit();
  if (unit.known && unit.socket_active) co_return unit.may_be_asked();
  const auto seen = co_await link_.reaction(limit);
  co_return seen == Reaction::answered;
}

// Its unit is active though it hangs, so what may be asked is.
awaitable<Reaction> EngineSession::reaction(core::Milliseconds limit) {
  auto unit = co_await units_.engine_unit();
  unit_told_ = unit.is_told();
  if (!unit.may_be_asked()) co_return Reaction::refused;
  const auto seen = co_await link_.reaction(limit);
  co_return seen;
}

awaitable<std::string> EngineSession::identify(const Greeting& greeting) {
  auto unit = co_await units_.engine_unit();
  // Taken for another start of the engine, the wrong name would be the news of a crash.
  for (int again = 0; again < untold_max && !unit.is_told(); ++again)
    unit = co_await units_.engine_unit();
  if (unit.known && !unit.start.empty()) {
    identity_ = "unit:" + unit.start;
  } else if (!greeting.info.peer_start.empty()) {
    identity_ = "pid:" + greeting.info.peer_start;
  } else if (!greeting.remembers || !identity_.starts_with("own:")) {
    const std::int64_t now = clock_.now().wall.time_since_epoch().count();
    own_number_ = std::max(own_number_ + 1, now);
    identity_ = "own:" + std::to_string(own_number_);
  }
  co_return identity_;
}

awaitable<void> EngineSession::run(EngineListener& listener) {
  auto retry = first_retry;
  for (;;) {
    const bool allowed = co_await may_connect();
    if (allowed) {
      auto greeting = co_await link_.connect(listener.last_event_nano());
      if (greeting) {
        info_ = greeting->info;
        auto identity = co_await identify(*greeting);
        up_ = true;
        problem_.clear();
        say_connected();
        listener.on_identity(info_, std::move(identity));
        for (auto& event : greeting->past) {
          event.replayed = true;
          listener.on_event(event);
        }
        co_await listener.on_connected();
        auto why = co_await listen(listener);
        up_ = false;
        note_problem(why);
        listener.on_lost(why);
        retry = first_retry;
      } else {
        note_problem(greeting.error().text());
      }
    }
    co_await core::wait_for(retry);
    retry = std::min(retry * 2, unit_known_ ? slowest_unit_retry : slowest_retry);
  }
}

// Returns why the stream ended. A stream that is silent is asked by a fresh connection now and
// then: a stopped or hanging engine keeps its sockets open for ever.
awaitable<std::string> EngineSession::listen(EngineListener& listener) {
  for (int refusals = 0;;) {
    auto next = link_.next_events();
    auto batch = co_await core::within(std::move(next), ask_after_);
    if (!batch.has_value()) {
      // Asked twice: on a host under pressure a single question may go unanswered.
      auto seen = co_await reaction(answer_limit);
      if (seen == Reaction::silent) seen = co_await reaction(answer_limit);
      const bool unknown = seen == Reaction::refused && !unit_told_;
      if (!unknown) refusals = seen == Reaction::refused ? refusals + 1 : 0;
      if (seen == Reaction::silent || refusals > refusals_max)
        co_return "the engine does not answer";
      continue;
    }
    refusals = 0;
    if (!*batch) co_return batch->error().text();
    for (const auto& event : **batch) listener.on_event(event);
  }
}

void EngineSession::note_problem(std::string why) {
  if (why == problem_) return;
  problem_ = std::move(why);
  spdlog::warn("engine.unavailable why=\"{}\"", problem_);
  say_lost(problem_);
}

void EngineSession::say_lost(const std::string& why) {
  if (said_lost_) return;
  said_lost_ = true;
  auto event = engine_event("engine.lost", model::Severity::critical, clock_.now().wall,
                            "the engine is away: " + why);
  event.alert = model::Alert{"engine", true};
  event.data = event_data({{"why", why}});
  events_.record(std::move(event));
}

void EngineSession::say_connected() {
  const auto severity = said_lost_ ? model::Severity::critical : model::Severity::info;
  auto event =
      engine_event("engine.connected", severity, clock_.now().wall,
                   "connected to engine " + info_.version + " (API " + info_.api_version + ")");
  if (said_lost_) event.alert = model::Alert{"engine", false};
  event.data = event_data({{"version", info_.version}, {"api_version", info_.api_version}});
  said_lost_ = false;
  spdlog::info("engine.connected version={} api={}", info_.version, info_.api_version);
  events_.record(std::move(event));
}

}  // namespace reconcile
