// An incident and what the book remembers of it in memory alone; the steps of its life. Pure.
#pragma once

#include "heal/event_data.hpp"
#include "heal/fingerprint.hpp"
#include "heal/settings.hpp"
#include "model/incident.hpp"

#include <optional>
#include <string>

namespace heal {

struct Kept {
  static constexpr std::size_t done_max = 10;

  model::Incident incident;
  // `well_since` on the clock that is never set; unset after a restart until the first look.
  std::optional<core::MonoTime> well;
  // How long it had been well before it was seen not to be, without a sign of why.
  std::optional<core::Milliseconds> slipped;
  std::string how;       // "restart": what was done last since it began; "" where nothing was
  int done_times = 1;    // of the newest of `done`
  bool changed = false;  // and not stored yet
  bool urgent = false;   // it is to be stored at once: its state changed
};

// Of the book: how long it must have been well for what comes then to count as anew.
core::Milliseconds counts_as_well_after(const Settings& settings);
// It is well, or was until a moment ago, for so long; 0 where it is not.
core::Milliseconds well_for(const Kept& kept, core::MonoTime now);

model::Incident incident_of(model::IncidentId id, const model::Subject& subject,
                            const Problem& problem, model::Criticality criticality,
                            core::WallTime now);
// Within its recurrence, of a resolved one.
void open_again(Kept& kept, const model::Subject& subject, const Problem& problem,
                model::Criticality criticality, core::WallTime now);
// Of one that is open and was well.
void begin_again(Kept& kept, core::WallTime now);
void take_better_problem(Kept& kept, const Problem& problem);
// The newest words for it.
void set_problem(Kept& kept, const std::string& text);
void end(Kept& kept, core::WallTime now);

void set_well(Kept& kept, core::Instant now);
void set_not_well(Kept& kept, core::MonoTime now);

bool is_evidence(const model::Event& event);
void add_evidence(Kept& kept, const model::Event& event);
void add_done(Kept& kept, const model::Event& event, const EventData& data);

}  // namespace heal
