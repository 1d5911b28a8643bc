// Signs of ill-health: of an incident that is known, of one that comes back, or of a new one.
#include "heal/book.hpp"
#include "heal/incident_event.hpp"

#include <algorithm>

namespace heal {

Kept* Book::sign(const model::Subject& subject, const Problem& problem, Turn& turn) {
  auto* kept = shelf_.open_of(subject);
  if (kept == nullptr) return begin(subject, problem, turn);
  const auto& incident = kept->incident;
  if (is_same(problem, incident)) {
    see_again(*kept, problem, turn);
    return kept;
  }
  const bool was_well = well_for(*kept, turn.now.mono) >= counts_as_well_after(settings_);
  if (is_better(problem.fingerprint, incident.fingerprint)) {
    // The same trouble, understood better; but what comes to one that was well is another.
    const bool explains_it =
        !was_well || problem.fingerprint == "oom_killed" || incident.fingerprint == "unknown";
    const bool is_alone = incident.subjects.size() == 1 && shelf_.open_with(problem) == nullptr;
    if (!explains_it || !is_alone) return give_over(*kept, subject, problem, turn);
    take_better_problem(*kept, problem);
    see_again(*kept, problem, turn);
    return kept;
  }
  return was_well ? give_over(*kept, subject, problem, turn) : kept;
}

void Book::see_again(Kept& kept, const Problem& problem, Turn& turn) {
  const bool was_well = well_for(kept, turn.now.mono) >= counts_as_well_after(settings_);
  set_not_well(kept, turn.now.mono);
  kept.slipped.reset();
  kept.incident.last_seen_at = turn.now.wall;
  const bool is_alone = kept.incident.subjects.size() == 1;
  if (is_alone) set_problem(kept, problem.text);
  if (!was_well) return;
  begin_again(kept, turn.now.wall);
  say_opened(kept, true, turn);
}

Kept* Book::give_over(Kept& kept, const model::Subject& subject, const Problem& problem,
                      Turn& turn) {
  if (kept.incident.subjects.size() > 1)
    shelf_.leave(kept, subject);
  else
    finish(kept, "another problem of " + text_of(subject) + " began", turn);
  return begin(subject, problem, turn);
}

Kept* Book::begin(const model::Subject& subject, const Problem& problem, Turn& turn) {
  if (auto* kept = shelf_.open_with(problem)) return join(*kept, subject, turn);
  const auto criticality = criticality_of(subject);
  const auto since = turn.now.wall - settings_.recurrence;
  auto* kept = shelf_.resolved_like(problem, subject, since);
  const bool recurring = kept != nullptr;
  if (recurring) {
    open_again(*kept, subject, problem, criticality, turn.now.wall);
    shelf_.reopen(*kept);
  } else {
    kept = shelf_.open(subject, problem, criticality, turn.now.wall);
  }
  if (kept != nullptr) say_opened(*kept, recurring, turn);
  return kept;
}

Kept* Book::join(Kept& kept, const model::Subject& subject, Turn& turn) {
  auto& incident = kept.incident;
  const bool was_well = well_for(kept, turn.now.mono) >= counts_as_well_after(settings_);
  const auto criticality = std::min(incident.criticality, criticality_of(subject));
  const bool is_worse = criticality != incident.criticality;
  incident.criticality = criticality;
  incident.last_seen_at = turn.now.wall;
  shelf_.join(kept, subject);
  set_not_well(kept, turn.now.mono);
  kept.slipped.reset();
  if (was_well) begin_again(kept, turn.now.wall);
  if (was_well || is_worse) say_opened(kept, was_well, turn);
  return &kept;
}

void Book::say_opened(const Kept& kept, bool recurring, Turn& turn) {
  turn.changes.events.push_back(opened_event(kept.incident, recurring, turn.now.wall));
}

void Book::finish(Kept& kept, const std::string& reason, Turn& turn) {
  end(kept, turn.now.wall);
  shelf_.close(kept);
  turn.changes.events.push_back(resolved_event(kept.incident, kept.how, reason, turn.now.wall));
}

}  // namespace heal
