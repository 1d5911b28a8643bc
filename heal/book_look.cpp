// The look at all services: what is ill has an incident, and what has one is followed to its end.
#include "heal/book.hpp"
#include "heal/incident_event.hpp"

#include <algorithm>

namespace heal {
namespace {

using model::ServicePhase;

bool needs_somebody(const ServiceNow& service) {
  return (service.phase == ServicePhase::needs_operator || service.phase == ServicePhase::exited) &&
         service.wanted && !service.up_to_owner;
}

// Not merely on its way.
bool suffers(const ServiceNow& service) {
  using enum ServicePhase;
  switch (service.phase) {
    case waiting:
    case unhealthy:
    case restarting:
    case backoff:
    case exited:
    case missing:
    case needs_operator: return service.wanted && !service.up_to_owner;
    default: return false;
  }
}

std::string why_over(const std::vector<model::Subject>& subjects, Standing standing) {
  const auto name = text_of(subjects.front());
  return standing == Standing::unwanted
             ? name + " was stopped on purpose"
             : name + " is not looked after any more: it was deleted or released";
}

}  // namespace

Changes Book::look(const Services& services, core::Instant now) {
  Turn turn{now};
  away_ = services.engine_is_away();
  if (!away_) {
    roster_.look(services, now);
    open_what_is_ill(turn);
    open_what_is_not_explained(turn);
  }
  shelf_.each_open([&](Kept& kept) { follow(kept, turn); });
  if (!away_) find_affected();
  collect(turn, true);
  return std::move(turn.changes);
}

// The roots first: they may explain what is ill behind them.
void Book::open_what_is_ill(Turn& turn) {
  std::map<model::Subject, Problem> ill;
  for (const auto& [subject, seen] : roster_.all()) {
    auto problem = problem_of(seen.now);
    if (!problem) problem = overdue(subject, seen, turn.now.mono);
    if (problem) ill.emplace(subject, std::move(*problem));
  }
  const auto is_root = [&](const model::Subject& subject) {
    bool root = true;
    const Roster::Visit visit = [&](const model::Subject& on) { return root = !ill.contains(on); };
    roster_.each_dependency(subject, visit);
    return root;
  };
  const auto open = [&](const model::Subject& subject, const Problem& problem) {
    const bool is_known = shelf_.open_of(subject) != nullptr;
    const bool explained =
        !is_known && problem.may_be_anothers && what_explains(subject) != nullptr;
    if (!explained) sign(subject, problem, turn);
  };
  for (const bool roots : {true, false}) {
    for (const auto& [subject, problem] : ill) {
      if (is_root(subject) == roots) open(subject, problem);
    }
  }
}

// Failing checks that were put down to a dependency, which is well by now.
void Book::open_what_is_not_explained(Turn& turn) {
  for (auto& [id, check] : checks_.all()) {
    if (!check.explained || !check.counts || !check.incident) continue;
    if (!is_open_to_incidents(check.subject) || what_explains(check.subject) != nullptr) continue;
    const Problem problem{"unhealthy", "", check.text, false, true};
    const auto* kept = sign(check.subject, problem, turn);
    if (kept == nullptr) continue;
    check.incident = kept->incident.id;
    check.explained = false;
  }
}

std::optional<Problem> Book::overdue(const model::Subject& subject, const Seen& seen,
                                     core::MonoTime now) {
  if (!seen.waiting_since) return std::nullopt;
  const auto own = seen.now.deadline;
  const auto deadline = own > core::Milliseconds(0) ? own : settings_.deadline;
  if (now - *seen.waiting_since < deadline) return std::nullopt;
  const auto root = roster_.root_of_wait(subject);
  if (!root || shelf_.open_of(*root) != nullptr) return std::nullopt;
  return not_ready(subject, text_of(*root), deadline);
}

void Book::follow(Kept& kept, Turn& turn) {
  const auto& first = kept.incident.subjects.front();
  if (!first.check.empty())
    settle(kept, !checks_.any_of(kept.incident.id, kept.incident.subjects), turn);
  else if (!away_)
    follow_services(kept, turn);
}

void Book::follow_services(Kept& kept, Turn& turn) {
  if (drop_the_unwanted(kept, turn)) return;
  const auto& subjects = kept.incident.subjects;
  bool all_well = true;
  for (const auto& subject : subjects) {
    const auto standing = roster_.standing_of(subject);
    if (standing == Standing::unseen) return;
    all_well = all_well && standing == Standing::well;
  }
  take_attempts(kept, turn);
  if (is_superseded(kept, turn)) return;
  settle(kept, all_well && !checks_.any_of(kept.incident.id, subjects), turn);
}

// True where nothing of it is left.
bool Book::drop_the_unwanted(Kept& kept, Turn& turn) {
  const auto subjects = kept.incident.subjects;
  const auto is_over = [this](const model::Subject& subject) {
    const auto standing = roster_.standing_of(subject);
    return standing == Standing::unwanted || standing == Standing::gone;
  };
  if (std::all_of(subjects.begin(), subjects.end(), is_over)) {
    finish(kept, why_over(subjects, roster_.standing_of(subjects.front())), turn);
    return true;
  }
  for (const auto& subject : subjects) {
    if (is_over(subject)) shelf_.leave(kept, subject);
  }
  return false;
}

// What was waited for has a name by now.
bool Book::is_superseded(Kept& kept, Turn& turn) {
  if (kept.incident.fingerprint != "dependency_not_ready") return false;
  const Kept* other = nullptr;
  for (const auto& subject : kept.incident.subjects) {
    other = what_explains(subject, &kept);
    if (other == nullptr) return false;
  }
  finish(kept,
         "what is waited for has incident " + std::to_string(other->incident.id) + " of its own",
         turn);
  return true;
}

void Book::take_attempts(Kept& kept, Turn& turn) {
  auto& incident = kept.incident;
  auto criticality = model::Criticality::optional;
  const ServiceNow* given_over = nullptr;
  int attempts = incident.attempts;
  for (const auto& subject : incident.subjects) {
    criticality = std::min(criticality, criticality_of(subject));
    const auto* seen = roster_.find(subject);
    if (seen == nullptr) continue;
    attempts = std::max(attempts, seen->now.failed_attempts);
    if (needs_somebody(seen->now) && given_over == nullptr) given_over = &seen->now;
  }
  const bool changed = attempts != incident.attempts || criticality != incident.criticality;
  incident.attempts = attempts;
  incident.criticality = criticality;
  if (changed) kept.changed = kept.urgent = true;
  if (given_over == nullptr || incident.state != model::IncidentState::open) return;
  incident.state = model::IncidentState::needs_operator;
  incident.needs_operator_at = turn.now.wall;
  // It got worse: who had seen it has not seen this.
  incident.acknowledged_at.reset();
  incident.acknowledged_by.clear();
  incident.acknowledged_reason.clear();
  kept.changed = kept.urgent = true;
  turn.changes.events.push_back(needs_operator_event(incident, given_over->why, turn.now.wall));
}

void Book::settle(Kept& kept, bool is_well, Turn& turn) {
  if (!is_well) return set_not_well(kept, turn.now.mono);
  if (!recalled_) return;
  set_well(kept, turn.now);
  if (turn.now.mono - *kept.well >= settings_.stability) finish(kept, "", turn);
}

void Book::find_affected() {
  std::map<model::IncidentId, std::vector<model::Subject>> affected;
  for (const auto& [subject, seen] : roster_.all()) {
    if (!suffers(seen.now) || shelf_.open_of(subject) != nullptr) continue;
    if (const auto* kept = what_explains(subject)) affected[kept->incident.id].push_back(subject);
  }
  shelf_.each_open([&](Kept& kept) {
    auto& now = affected[kept.incident.id];
    if (kept.incident.affected == now) return;
    kept.incident.affected = std::move(now);
    kept.changed = true;
  });
}

}  // namespace heal
