#include "reconcile/watcher.hpp"

#include "model/exit_code.hpp"
#include "reconcile/event_codec.hpp"
#include "reconcile/wall_order.hpp"

#include <algorithm>
#include <csignal>

namespace reconcile {
namespace {

constexpr std::size_t recent_max = 512;  // twice the engine's own ring

// `just_ran_out`: something in it was killed for memory right before. That it was at any time says
// nothing: newer engines say so of a container that lives on.
std::string exit_text(const EventSubject& subject, bool just_ran_out) {
  if (model::died_of_memory(subject.exit_code, just_ran_out))
    return "was killed because it ran out of memory";
  const auto text = "exited with " + std::to_string(subject.exit_code);
  const bool caused = just_ran_out && subject.exit_code != 0;
  return caused ? text + ", after something in it had run out of memory" : text;
}

}  // namespace

void Watcher::on_event(const EngineEvent& event) {
  last_nano_ = std::max(last_nano_, event.time_nano);
  if (is_repeat(event)) return;
  if (event.type == "network") return on_network(event);
  const auto subject = subject_of(event);
  auto* track = ports_.loop.find(subject.deployment);
  if (event.type != "container" || track == nullptr || subject.oneoff) return;
  const bool own = ports_.own_calls.claims(event.action, event.id, subject.name,
                                           ports_.clock.now().mono, event.replayed);
  (void)patch(track->seen, event, ports_.clock.now());
  // Tells why something ends, or that only a child did: there is nothing to look for, and there may
  // be hundreds in a second.
  if (event.action == "oom") {
    note_ran_out(track->memory.services[subject.service], event.id, wall_of(event));
    return say(subject, event, "service.oom_killed", model::Severity::warning,
               subject.service + " ran out of memory");
  }
  if (event.action == "start")
    on_start(event, subject, own);
  else if (event.action == "restart")
    on_restart(event, subject, own);
  else if (event.action == "die")
    on_die(event, subject, own);
  else if (event.action == "kill")
    on_kill(event, subject, own);
  else if (event.action == "stop")
    on_stop(event, subject, own);
  else if (event.action == "destroy")
    on_destroy(event, subject, own);
  else if (event.action == "health_status")
    on_health(event, subject);
  else if (!own &&
           (event.action == "create" || event.action == "rename" || event.action == "update"))
    foreign(event, subject);
  if (event.action != "die" && event.action != "kill") ports_.loop.wake(subject.deployment);
}

bool Watcher::is_repeat(const EngineEvent& event) {
  // `since` is inclusive.
  if (event.time_nano == restored_nano_) return true;
  auto key = std::make_tuple(event.time_nano, event.id, event.action);
  if (std::find(recent_.begin(), recent_.end(), key) != recent_.end()) return true;
  recent_.push_back(std::move(key));
  if (recent_.size() > recent_max) recent_.pop_front();
  return false;
}

// By its owner through us: an event may be read after the word that followed it, which may be
// within one millisecond.
bool Watcher::asked_since(const EngineEvent& event, const EventSubject& subject,
                          model::IntentState state) const {
  const auto* deployment = ports_.ledger.find(subject.deployment);
  if (deployment == nullptr || deployment->find(subject.service) == nullptr) return false;
  const auto& word = deployment->intent_of(subject.service);
  const auto ahead = ports_.loop.surroundings().engine_ahead;
  const WallOrder by_engine(ports_.clock.now().wall + ahead);
  return word.state == state && word.set_by != model::SetBy::engine &&
         by_engine.is_not_before(word.at + ahead, wall_of(event));
}

// Read back by `since` from an engine that started after we last looked: its own boot, nobody's
// wish.
bool Watcher::engines_own(const EngineEvent& event) const {
  return connection_.new_engine && event.replayed;
}

void Watcher::on_die(const EngineEvent& event, const EventSubject& subject, bool own) {
  auto* track = ports_.loop.find(subject.deployment);
  const auto* deployment = ports_.ledger.find(subject.deployment);
  track->untold.note_told(event.id);
  auto& trail = trail_of_end(subject, event.id);
  trail.evidence.died = true;
  trail.evidence.exit_code = subject.exit_code;
  trail.evidence.died_at = ports_.clock.now().mono;
  trail.at = wall_of(event);
  trail.evidence.own_call = trail.evidence.own_call || (own && !trail.stopped_beside);
  note_end(event, subject);
  foreign(event, subject);
  const bool wanted = own || trail.evidence.kill_signal.has_value() || trail.evidence.stopped;
  const bool ours = own || (trail.evidence.own_call && trail.evidence.kill_signal.has_value());
  if (wanted) {
    note_stopped(track->memory.services[subject.service], event.id, ports_.clock.now());
    say(subject, event, "service.exited", model::Severity::info,
        subject.service + " " + exit_text(subject, ran_out_of_memory(event)),
        event_data(
            {{"exit_code", static_cast<long long>(subject.exit_code)}, {"asked_for", true}}));
    if (!ours) judge(subject, event.id);
    ports_.loop.wake(subject.deployment);
    return;
  }
  if (deployment == nullptr || engines_own(event)) return;
  crashed(event, subject);
}

// Nobody asked for this death: a job that is done, or something that must run again at once.
void Watcher::crashed(const EngineEvent& event, const EventSubject& subject) {
  auto* track = ports_.loop.find(subject.deployment);
  const auto now = ports_.clock.now();
  const auto& deployment = *ports_.ledger.find(subject.deployment);
  const auto* seen = seen_in(*track, event.id);
  const WallOrder by_engine(now.wall + ports_.loop.surroundings().engine_ahead);
  std::vector<Change> facts;
  // A look may have been faster, and have counted it.
  if (seen == nullptr || !is_failure_counted(deployment, *seen, by_engine))
    facts =
        facts_of_death(deployment, subject.service, event.id, subject.exit_code, wall_of(event));
  const bool completed = subject.exit_code == 0 && !facts.empty();
  track->trails.erase(event.id);
  if (!facts.empty()) ports_.ledger.commit_behind(std::move(facts));
  if (!completed) {
    note_failure(subject);
    note_death(track->memory.services[subject.service], event.id, subject.exit_code, now,
               ports_.loop.settings().plan.backoff);
  }
  note_policy(event, subject, seen);
  ports_.loop.wake(subject.deployment, !completed);
  say(subject, event, completed ? "service.completed" : "service.exited",
      completed ? model::Severity::info : model::Severity::warning,
      completed ? subject.service + " is done"
                : subject.service + " " + exit_text(subject, ran_out_of_memory(event)),
      event_data({{"exit_code", static_cast<long long>(subject.exit_code)}, {"asked_for", false}}));
}

void Watcher::on_kill(const EngineEvent& event, const EventSubject& subject, bool own) {
  auto& trail = trail_of_end(subject, event.id);
  auto& own_call = trail.evidence.own_call;
  // What does not mind the TERM of a stop is killed by the same hand, however much later.
  const bool goes_on = !own && own_call && subject.signal == SIGKILL;
  own_call = own || goes_on;
  if (own) return;
  auto* track = ports_.loop.find(subject.deployment);
  trail.evidence.kill_signal = subject.signal;
  if (goes_on) return;
  if (const auto* seen = seen_in(*track, event.id)) trail.evidence.stop_signal = seen->stop_signal;
  if (!was_killed(trail.evidence)) return note_mark_spent(subject.deployment, event.id);
  track->untold.note_signal(event.id);
  note_signaled(subject.deployment, event.id);
  if (!engines_own(event)) foreign(event, subject);
}

void Watcher::on_stop(const EngineEvent& event, const EventSubject& subject, bool own) {
  auto* track = ports_.loop.find(subject.deployment);
  auto& trail = trail_of_end(subject, event.id);
  note_stopped(track->memory.services[subject.service], event.id, ports_.clock.now());
  auto& evidence = trail.evidence;
  const bool beside = !own && ports_.own_calls.will_start(event.id);
  if (own || (evidence.own_call && evidence.kill_signal && !beside)) {
    evidence.own_call = true;
    return;
  }
  trail.stopped_beside = trail.own_start_due = beside;
  if (trail.stopped_beside) evidence.own_call = false;
  evidence.stopped = true;
  evidence.stopped_at = ports_.clock.now().mono;
  trail.at = wall_of(event);
  evidence.replayed = event.replayed;
  evidence.overruled = asked_since(event, subject, model::IntentState::running);
  evidence.engine_of_stop = connection_.identity;
  if (!engines_own(event) && !evidence.overruled) foreign(event, subject);
  PendingStop pending;
  pending.container = event.id;
  pending.deployment = subject.deployment;
  pending.service = subject.service;
  pending.at = ports_.clock.now().wall;
  pending.engine_start = evidence.engine_of_stop;
  std::vector<Change> changes;
  changes.emplace_back(PutPendingStop{std::move(pending)});
  ports_.ledger.commit_behind(std::move(changes));
  judge(subject, event.id);
}

void Watcher::on_destroy(const EngineEvent& event, const EventSubject& subject, bool own) {
  auto* track = ports_.loop.find(subject.deployment);
  if (!own) note_removal(event, subject);
  if (auto* trail = find_trail(subject.deployment, event.id)) {
    trail->evidence.destroyed = true;
    if (trail->judging)
      trail->news->notify();
    else
      track->trails.erase(event.id);
  }
  const auto* deployment = ports_.ledger.find(subject.deployment);
  if (own) return;
  if (!engines_own(event)) foreign(event, subject);
  if (deployment != nullptr && deployment->containers.contains(event.id)) {
    std::vector<Change> changes;
    changes.emplace_back(ForgetContainer{subject.deployment, event.id});
    ports_.ledger.commit_behind(std::move(changes));
  }
}

void Watcher::on_health(const EngineEvent& event, const EventSubject& subject) {
  auto* track = ports_.loop.find(subject.deployment);
  const bool ill = event.health == model::Health::unhealthy;
  const auto* container = seen_in(*track, event.id);
  if (container != nullptr)
    note_observation(track->memory, track->seen, subject.deployment,
                     ports_.loop.settings().plan.backoff);
  if (ill)
    note_failure(subject);
  else
    ports_.loop.breaker().note_well(subject.deployment + "/" + subject.service);
  say(subject, event, ill ? "service.unhealthy" : "service.healthy",
      ill ? model::Severity::warning : model::Severity::info,
      subject.service + (ill ? " is unhealthy" : " is healthy"));
  if (ill) ports_.loop.wake(subject.deployment, true);
}

}  // namespace reconcile
