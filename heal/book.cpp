// Events on their way into the log.
#include "heal/book.hpp"

#include "heal/incident_event.hpp"

#include <algorithm>

namespace heal {
namespace {

bool concerns_services(const model::Event& event) {
  const auto& type = event.type;
  return type.starts_with("service.") || type.starts_with("action.") ||
         type.starts_with("check.") || type.starts_with("healing.");
}

bool is_subject(const model::Incident& incident, const model::Subject& subject) {
  return std::find(incident.subjects.begin(), incident.subjects.end(), subject) !=
         incident.subjects.end();
}

bool is_crash(const model::Event& event, const EventData& data) {
  return event.type == "service.exited" && !data.asked_for;
}

}  // namespace

void Book::restore(std::vector<model::Incident> incidents, model::IncidentId newest) {
  shelf_.restore(std::move(incidents), newest);
  recalled_ = false;
  ++revision_;
}

void Book::recall(const std::vector<model::Event>& open_alerts) {
  recalled_ = true;
  for (const auto& event : open_alerts) {
    if (event.type != "check.failed") continue;
    const auto data = data_of(event);
    const auto subject = subject_of(event, data);
    const auto* kept = event.incident ? shelf_.find(*event.incident) : nullptr;
    const bool explained = kept != nullptr && !is_subject(kept->incident, subject);
    checks_.failed(event, data, subject, explained);
  }
}

bool Book::is_sign(const model::Event& event) {
  const bool may_be = event.type == "action.failed" || event.type == "check.failed" ||
                      event.type.starts_with("service.");
  return may_be && problem_of(event, data_of(event)).has_value();
}

Noted Book::note(model::Event event, core::Instant now) {
  Turn turn{now};
  if (event.type == "engine.lost") away_ = true;
  if (concerns_services(event) && !event.incident) {
    const auto data = data_of(event);
    if (event.type == "check.recovered")
      end_check(event, data, turn);
    else
      take(event, data, turn);
  }
  collect(turn, false);
  return {std::move(event), std::move(turn.changes)};
}

void Book::take(model::Event& event, const EventData& data, Turn& turn) {
  const auto subject = subject_of(event, data);
  const auto problem = problem_of(event, data);
  auto* kept = shelf_.open_of(subject);
  if (problem && may_open(subject, *problem, data)) kept = sign(subject, *problem, turn);
  // An ill dependency explains ill-health, and nothing else.
  const bool is_failing = event.type == "check.failed";
  const bool explained = kept == nullptr && ((problem && problem->may_be_anothers) || is_failing);
  if (explained) kept = what_explains(subject);
  if (kept != nullptr) {
    event.incident = kept->incident.id;
    add_to(*kept, event, data, subject, turn);
  }
  if (is_failing) checks_.failed(event, data, subject, explained);
}

void Book::end_check(model::Event& event, const EventData& data, Turn& turn) {
  const auto known = checks_.recovered(data.check);
  if (!known || !known->incident) return;
  event.incident = known->incident;
  auto* kept = shelf_.find(*known->incident);
  if (kept == nullptr || !kept->incident.is_open()) return;
  add_to(*kept, event, data, known->subject, turn);
  const bool is_gone = data.ended == "gone" && !known->subject.check.empty();
  if (is_gone) finish(*kept, "the check is not configured any more", turn);
}

// What is merely affected is told of by its incident, and is no evidence of it.
void Book::add_to(Kept& kept, const model::Event& event, const EventData& data,
                  const model::Subject& subject, Turn& turn) {
  if (!is_subject(kept.incident, subject)) return;
  if (is_evidence(event)) add_evidence(kept, event);
  if (event.type == "action.succeeded" || event.type == "action.failed")
    add_done(kept, event, data);
  ++revision_;
  // Each end of a loop that was told of once.
  if (!is_crash(event, data) || kept.incident.fingerprint != "crash_loop") return;
  if (well_for(kept, turn.now.mono) < counts_as_well_after(settings_)) return;
  begin_again(kept, turn.now.wall);
  say_opened(kept, true, turn);
}

bool Book::may_open(const model::Subject& subject, const Problem& problem, const EventData& data) {
  if (!subject.check.empty()) return true;  // of the host, whatever becomes of the engine
  if (away_ || !is_open_to_incidents(subject)) return false;
  if (problem.leads_on && !roster_.comes_again(subject, data.fault)) return false;
  const bool is_known = shelf_.open_of(subject) != nullptr;
  return is_known || !problem.may_be_anothers || what_explains(subject) == nullptr;
}

bool Book::is_open_to_incidents(const model::Subject& subject) const {
  if (const auto* seen = roster_.find(subject)) return seen->now.wanted && !seen->now.up_to_owner;
  const auto standing = roster_.standing_of(subject);
  return subject.service.empty() &&
         (standing == Standing::well || standing == Standing::ill || standing == Standing::unseen);
}

model::Criticality Book::criticality_of(const model::Subject& subject) const {
  if (!subject.check.empty()) return model::Criticality::critical;
  const auto* seen = roster_.find(subject);
  return seen == nullptr ? model::Criticality::standard : seen->now.criticality;
}

Kept* Book::what_explains(const model::Subject& subject, const Kept* but) {
  if (subject.service.empty()) return nullptr;
  Kept* explains = nullptr;
  const Roster::Visit visit = [&](const model::Subject& on) {
    auto* kept = shelf_.open_of(on);
    if (kept == nullptr || kept == but || kept->incident.well_since) return true;
    explains = kept;
    return false;
  };
  roster_.each_dependency(subject, visit);
  return explains;
}

std::optional<model::IncidentId> Book::open_of(const model::Subject& subject) const {
  return shelf_.id_of(subject);
}

core::Result<model::Incident> Book::acknowledged(model::IncidentId id, const std::string& by,
                                                 const std::string& reason,
                                                 core::WallTime now) const {
  const auto found = shelf_.all().find(id);
  const auto name = "incident " + std::to_string(id);
  if (found == shelf_.all().end()) return core::not_found("there is no " + name);
  auto incident = found->second.incident;
  if (!incident.is_open()) return core::Error{core::Errc::conflict, name + " is resolved already"};
  // Said once more with nothing to add: what was said stays.
  if (incident.acknowledged_at && reason.empty()) return incident;
  incident.acknowledged_at = now;
  incident.acknowledged_by = by;
  incident.acknowledged_reason = reason;
  return incident;
}

Changes Book::acknowledge(model::IncidentId id, const std::string& by, const std::string& reason,
                          core::WallTime now) {
  auto incident = acknowledged(id, by, reason, now);
  auto* kept = shelf_.find(id);
  if (!incident || kept == nullptr) return {};
  if (*incident == kept->incident) return {{*incident}, {}};
  kept->incident = std::move(*incident);
  ++revision_;
  return {{kept->incident}, {acknowledged_event(kept->incident, now)}};
}

void Book::collect(Turn& turn, bool all) {
  for (const auto& [id, kept] : shelf_.all()) {
    if (!kept.changed || (!all && !kept.urgent)) continue;
    turn.changes.incidents.push_back(kept.incident);
  }
  for (const auto& incident : turn.changes.incidents) {
    auto* kept = shelf_.find(incident.id);
    kept->changed = kept->urgent = false;
    ++revision_;
  }
}

}  // namespace heal
