// What is done every few seconds, whatever else happens: the sign of life, holds that are over,
// stops that are forgotten.
#include "core/io/timing.hpp"
#include "core/time_text.hpp"
#include "reconcile/hold_end.hpp"
#include "reconcile/returning.hpp"

#include <utility>

namespace reconcile {
namespace {

constexpr core::Milliseconds beat_every{5'000};
constexpr core::Milliseconds clock_step_min{30'000};  // DESIGN, Time

}  // namespace

Heartbeat Returning::heartbeat(bool clean) const {
  Heartbeat beat;
  beat.at = ports_.clock.now().wall;
  beat.boot_id = host_.boot_id;
  beat.engine_start = identity_.empty() && last_ ? last_->engine_start : identity_;
  beat.last_event_nano = ports_.watcher.last_event_nano();
  beat.clean_stop = clean;
  beat.engine_up = ports_.loop.surroundings().engine_up;
  return beat;
}

// The next life reads the events from here on: own calls whose events are before are forgotten in
// one with it, or they would claim somebody else's.
std::vector<Change> Returning::sign_of_life(Heartbeat beat) const {
  std::vector<Change> changes;
  changes.emplace_back(SetHeartbeat{std::move(beat)});
  for (const auto& [key, call] : ports_.ledger.desire().own_calls) {
    // What a create has made is known as ours by its call until it is on record.
    const bool made = call.verb == "create" && !call.answered;
    if (!made && ports_.own_calls.is_over(key, ports_.clock.now().mono))
      changes.emplace_back(ForgetOwnCall{key});
  }
  return changes;
}

awaitable<void> Returning::beat() {
  for (;;) {
    co_await core::wait_for(beat_every);
    beat_once();
  }
}

void Returning::beat_once() {
  // Before the first connection the last life's evidence is still needed.
  if (ports_.loop.surroundings().engine_up) {
    ports_.ledger.commit_behind(sign_of_life(heartbeat(false)));
  }
  end_holds();
  end_report();
  remind();
  watch_clock();
}

// What waits here does so by the other clock, which nobody sets.
void Returning::watch_clock() {
  const auto seen = host_.look_at_boot ? host_.look_at_boot() : std::nullopt;
  if (!seen) return;
  const auto by = *seen - std::exchange(boot_seen_, *seen);
  if (by <= clock_step_min && by >= -clock_step_min) return;
  model::Event event;
  event.type = "host.clock_stepped";
  event.at = ports_.clock.now().wall;
  event.message =
      std::string("the host's clock was set ") + (by.count() < 0 ? "back" : "forward") + " by " +
      core::duration_text(std::chrono::round<std::chrono::seconds>(by.count() < 0 ? -by : by));
  event.data = R"({"by_ms":)" + std::to_string(by.count()) + "}";
  ports_.events.record(std::move(event));
}

void Returning::remind() {
  const auto now = ports_.clock.now().wall;
  const auto& desire = ports_.ledger.desire();
  // The clock was set back: what was due by the wrong one was told then, and counts no more.
  if (now + clock_step_min < reminded_until_) reminded_until_ = now;
  for (auto& event : reminders_due(desire, reminders_, reminded_until_, now))
    ports_.events.record(std::move(event));
  reminded_until_ = std::max(reminded_until_, now);
  // Who was reminded of stays so until it goes on, also where its first reminder is due later now.
  const auto forgotten = reminded_of(desire, reminders_, core::WallTime::max());
  for (auto& event : reminders_over(reminded_, forgotten, now))
    ports_.events.record(std::move(event));
  std::erase_if(reminded_, [&](const auto& entry) { return !forgotten.contains(entry.first); });
  reminded_.merge(reminded_of(desire, reminders_, reminded_until_));
}

awaitable<void> Returning::say_goodbye() {
  remind();  // what went on since the last beat: the next life does not know of it
  auto last = heartbeat(true);
  if (!last.engine_up && last_) {
    // Never connected, or lost: how long nobody looked counts from then.
    last.at = last_->at;
    last.engine_start = last_->engine_start;
  }
  auto changes = sign_of_life(std::move(last));
  (void)co_await ports_.ledger.commit(std::move(changes));
}

void Returning::end_holds() {
  const auto now = ports_.clock.now().wall;
  std::vector<Change> changes;
  for (const auto& [id, hold] : ports_.ledger.desire().holds) {
    if (hold.until > now) continue;
    changes.emplace_back(EndHold{id});
    ports_.events.record(hold_ended(hold, views(), "", now));
  }
  if (changes.empty()) return;
  ports_.ledger.commit_behind(std::move(changes));
  ports_.loop.wake_all();
}

}  // namespace reconcile
