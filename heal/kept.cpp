#include "heal/kept.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace heal {
namespace {

constexpr core::Milliseconds well_long_enough{60'000};
constexpr int of_stability = 10;
constexpr std::size_t evidence_text_max = 500, first_evidence = 2;

std::string cut(std::string text) {
  if (text.size() <= evidence_text_max) return text;
  auto end = evidence_text_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

void touch(Kept& kept, bool urgent) {
  kept.changed = true;
  kept.urgent = kept.urgent || urgent;
}

void forget_wellness(Kept& kept) {
  kept.well.reset();
  kept.slipped.reset();
  kept.incident.well_since.reset();
}

// What was done before a start is what helped: a start follows whatever it was.
std::string_view remedy_of(std::string_view action) {
  if (action == "create") return "recreate";
  if (action == "pull_image") return "pull";
  return action;
}

std::string done_text(const model::Event& event, const EventData& data) {
  if (event.type != "action.failed" || data.detail.empty()) return cut(event.message);
  return cut(core::replace_all(data.action, "_", " ") + " " + data.object +
             " failed: " + data.detail);
}

}  // namespace

core::Milliseconds counts_as_well_after(const Settings& settings) {
  return std::min(well_long_enough, settings.stability / of_stability);
}

core::Milliseconds well_for(const Kept& kept, core::MonoTime now) {
  if (kept.well) return now - *kept.well;
  return kept.slipped.value_or(core::Milliseconds(0));
}

model::Incident incident_of(model::IncidentId id, const model::Subject& subject,
                            const Problem& problem, model::Criticality criticality,
                            core::WallTime now) {
  model::Incident incident;
  incident.id = id;
  incident.fingerprint = problem.fingerprint;
  incident.cause = problem.cause;
  incident.problem = cut(problem.text);
  incident.subjects = {subject};
  incident.criticality = criticality;
  incident.opened_at = incident.first_opened_at = incident.last_seen_at = now;
  return incident;
}

void open_again(Kept& kept, const model::Subject& subject, const Problem& problem,
                model::Criticality criticality, core::WallTime now) {
  auto& incident = kept.incident;
  incident.subjects = {subject};
  incident.affected.clear();
  incident.criticality = criticality;
  incident.problem = cut(problem.text);
  incident.state = model::IncidentState::open;
  incident.opened_at = incident.last_seen_at = now;
  incident.needs_operator_at.reset();
  incident.resolved_at.reset();
  incident.acknowledged_at.reset();
  incident.acknowledged_by.clear();
  incident.acknowledged_reason.clear();
  incident.attempts = 0;
  ++incident.occurrences;
  kept.how.clear();
  forget_wellness(kept);
  touch(kept, true);
}

void begin_again(Kept& kept, core::WallTime now) {
  ++kept.incident.occurrences;
  kept.incident.last_seen_at = now;
  kept.how.clear();
  forget_wellness(kept);
  touch(kept, true);
}

void take_better_problem(Kept& kept, const Problem& problem) {
  kept.incident.fingerprint = problem.fingerprint;
  kept.incident.cause = problem.cause;
  kept.incident.problem = cut(problem.text);
  touch(kept, true);
}

void set_problem(Kept& kept, const std::string& text) {
  auto words = cut(text);
  if (kept.incident.problem == words) return;
  kept.incident.problem = std::move(words);
  touch(kept, false);
}

void end(Kept& kept, core::WallTime now) {
  kept.incident.state = model::IncidentState::resolved;
  kept.incident.resolved_at = now;
  kept.incident.affected.clear();
  if (!kept.incident.well_since) kept.incident.well_since = now;
  touch(kept, true);
}

void set_well(Kept& kept, core::Instant now) {
  if (kept.well) return;
  auto& since = kept.incident.well_since;
  // Stored before a restart; a time that is still to come counts as now.
  const auto from = since ? std::min(*since, now.wall) : now.wall;
  kept.well = now.mono - (now.wall - from);
  kept.slipped.reset();
  if (since == from) return;
  since = from;
  touch(kept, true);
}

void set_not_well(Kept& kept, core::MonoTime now) {
  const bool was_well = kept.well || kept.incident.well_since;
  if (kept.well) kept.slipped = now - *kept.well;
  kept.well.reset();
  kept.incident.well_since.reset();
  if (was_well) touch(kept, true);
}

bool is_evidence(const model::Event& event) {
  const auto& type = event.type;
  return type.starts_with("service.") || type.starts_with("check.") || type == "action.failed" ||
         type.starts_with("healing.");
}

void add_evidence(Kept& kept, const model::Event& event) {
  auto& evidence = kept.incident.evidence;
  if (evidence.size() >= model::Incident::evidence_max)
    evidence.erase(evidence.begin() + first_evidence);
  evidence.push_back({event.at, event.type, cut(event.message)});
  touch(kept, false);
}

void add_done(Kept& kept, const model::Event& event, const EventData& data) {
  const bool succeeded = event.type == "action.succeeded";
  if (succeeded && (data.action != "start" || kept.how.empty())) kept.how = remedy_of(data.action);
  auto text = done_text(event, data);
  auto& done = kept.incident.done;
  const auto times = [&] { return " (" + std::to_string(kept.done_times) + " times)"; };
  const auto last = kept.done_times > 1 ? text + times() : text;
  if (!done.empty() && done.back() == last) {
    ++kept.done_times;
    done.back() = text + times();
  } else {
    kept.done_times = 1;
    if (done.size() >= Kept::done_max) done.erase(done.begin());
    done.push_back(std::move(text));
  }
  touch(kept, false);
}

}  // namespace heal
