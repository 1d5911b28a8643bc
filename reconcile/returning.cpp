#include "reconcile/returning.hpp"

#include "core/fail_point.hpp"
#include "core/io/timing.hpp"
#include "reconcile/absence.hpp"
#include "reconcile/engine_start.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// A shutdown ends containers for this long before the stream breaks.
constexpr core::Milliseconds shutdown_takes{60'000};
constexpr core::Milliseconds engine_boot_takes{60'000};
constexpr core::Milliseconds same_clock{2'000};

std::int64_t nano_of(core::WallTime at) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

// Of one host they are equal: what is less is the way of the answer.
core::Milliseconds ahead_of(core::WallTime ours, core::WallTime engines) {
  const auto by = std::chrono::duration_cast<core::Milliseconds>(engines - ours);
  const bool same = by < same_clock && by > -same_clock;
  return same || engines == core::WallTime{} ? core::Milliseconds{0} : by;
}

}  // namespace

Returning::Returning(Ports ports, Host host, core::Milliseconds report_after)
    : ports_(ports),
      host_(std::move(host)),
      report_after_(report_after),
      boot_seen_(host_.booted_at) {
  const auto now = ports_.clock.now();
  // Before the boot there was no clock to compare with; a host that has been up for long needs no
  // grace.
  ports_.loop.surroundings().booted_at =
      now.mono - std::max(core::Milliseconds{0}, now.wall - host_.booted_at);
}

void Returning::begin() {
  last_ = ports_.ledger.desire().heartbeat;
  if (last_) ports_.watcher.restore_last_event(last_->last_event_nano);
  for (const auto& [key, call] : ports_.ledger.desire().own_calls) {
    ports_.own_calls.recall(key, call.verb, call.subject, call.answered);
  }
  const auto now = ports_.clock.now().wall;
  reminded_until_ = last_ ? std::min(last_->at, now) : now;
  reminded_ = reminded_of(ports_.ledger.desire(), reminders_, reminded_until_);
  for (const auto& [name, deployment] : ports_.ledger.desire().deployments) ports_.loop.adopt(name);
  if (last_ && last_->boot_id != host_.boot_id) {
    model::Event event;
    event.type = "host.booted";
    event.at = ports_.clock.now().wall;
    event.message = last_->clean_stop ? "the host was rebooted"
                                      : "the host was rebooted without an orderly shutdown";
    ports_.events.record(std::move(event));
  }
}

void Returning::on_identity(const EngineInfo& info, std::string identity) {
  info_ = info;
  const bool known_before = last_.has_value();
  const bool same_boot = known_before && last_->boot_id == host_.boot_id;
  Connection connection;
  connection.identity = identity;
  const auto now = ports_.clock.now().wall;
  const auto ahead = ahead_of(now, info.time);
  ports_.loop.surroundings().engine_ahead = ahead;
  connection.connected_nano = nano_of(now + ahead);
  connection.new_engine =
      known_before && !(same_boot && same_engine(last_->engine_start, identity));
  if (connection.new_engine) ports_.loop.breaker().note_new_engine();
  ports_.watcher.set_connection(std::move(connection));
  auto& around = ports_.loop.surroundings();
  around.engine_start = identity;
  identity_ = std::move(identity);
}

awaitable<void> Returning::on_connected() {
  core::fail_point("recovery.before_observe");
  auto all = co_await ports_.link.list_all();
  const auto now = ports_.clock.now();
  bool survivors = false;
  std::optional<std::set<model::ContainerId>> up;
  if (all) {
    up = up_among(*all);
    census_.take(*all);
    if (ports_.watcher.connection().new_engine) survivors = co_await survivors_stopped(*all);
  }
  ReturnEvidence evidence;
  evidence.last = last_;
  evidence.boot_id = host_.boot_id;
  evidence.engine_start = identity_;
  evidence.now = now.wall;
  evidence.agent_just_started = just_started_;
  evidence.shutdown_seen = ports_.watcher.shutdown_seen();
  evidence.something_ran = something_ran();
  evidence.survivors_stopped_at_boot = survivors;
  const auto what = classify_return(evidence);
  crashed_ = what && what->cause == RecoveryCause::engine_crash;
  auto& around = ports_.loop.surroundings();
  around.engine_up = true;
  if (what && what->new_engine) {
    around.down_from = just_started_ ? what->down_from : what->down_from - shutdown_takes;
    around.down_until = now.wall;
  }
  if (what) {
    say_restarted(*what);
    return_ = what;
    returned_at_ = now.mono;
    reported_ = wants_update_ = false;
    settled_at_.reset();
    ports_.tasks.spawn("recovery report", report_late(this, ++return_number_));
  }
  for (const auto& [name, track] : ports_.loop.tracks()) {
    track->unseen_since_return = true;
    track->engine_rests_until.reset();
    if (what) {
      track->first_look.reset();
      track->returned = true;
    }
    // A report that was not made yet goes on across a break of the stream.
    track->recovery = track->returned && !reported_;
  }
  ports_.watcher.note_listening_since(ports_.watcher.connection().connected_nano);
  ports_.ledger.commit_behind(sign_of_life(heartbeat(false)));
  co_await ports_.watcher.resume_verdicts(crashed_, std::move(up));
  ports_.loop.wake_all();
  core::fail_point("recovery.after_observe");
}

void Returning::say_restarted(const Return& what) {
  const bool crashed = what.cause == RecoveryCause::engine_crash;
  if (!crashed && what.cause != RecoveryCause::engine_restart) return;
  model::Event event;
  event.type = "engine.restarted";
  event.at = ports_.clock.now().wall;
  event.message = crashed ? "the engine ended without a word, and was started again"
                          : "the engine was restarted";
  ports_.events.record(std::move(event));
}

// The engine's crash recovery stops what survived it, after its own start and before it answers.
awaitable<bool> Returning::survivors_stopped(const std::vector<model::Container>& all) {
  auto& around = ports_.loop.surroundings();
  const auto now = ports_.clock.now();
  const auto started = engine_started_at(info_.peer_start, identity_, now,
                                         around.booted_at.value_or(core::MonoTime{}));
  if (!started) co_return false;
  around.engine_started_at = started;
  const WallOrder by_engine(now.wall + around.engine_ahead);
  const auto count = just_started_ ? survivors_asked_unwatched : survivors_asked_watched;
  for (const auto& id : maybe_survivors(all, ports_.ledger.desire(), count)) {
    auto seen = co_await ports_.loop.inspect(id);
    if (!seen) continue;
    const auto last = last_->at + around.engine_ahead;
    const bool ended_in_boot = by_engine.is_before(seen->started_at, *started) &&
                               by_engine.is_before(*started, seen->finished_at) &&
                               seen->finished_at < *started + engine_boot_takes &&
                               !by_engine.is_not_before(last, seen->finished_at);
    if (ended_in_boot) co_return true;
  }
  co_return false;
}

// When it was last looked at, with what was told since.
bool Returning::something_ran() const {
  for (const auto& [name, track] : ports_.loop.tracks()) {
    if (!up_among(track->seen.containers).empty()) return true;
  }
  return false;
}

void Returning::on_lost(const std::string& why) {
  (void)why;
  auto& around = ports_.loop.surroundings();
  around.engine_up = false;
  last_ = heartbeat(false);
  just_started_ = false;
  ports_.watcher.on_lost();
  if (on_change_) on_change_();
}

}  // namespace reconcile
