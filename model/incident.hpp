// Incident: one open problem of one subject and cause, from first sign to resolution.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "model/ids.hpp"
#include "model/policy.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model {

using IncidentId = std::int64_t;

enum class IncidentState {
  open,
  needs_operator,  // what may be tried was tried, or trying cannot help
  resolved,
};
std::string_view name_of(IncidentState state);
std::optional<IncidentState> incident_state_from(std::string_view text);

// A service, or a check of the host; all empty: the host as a whole.
struct Subject {
  DeploymentName deployment;
  ServiceName service;
  std::string check;  // "backup", where a check of the host is the subject
  bool operator==(const Subject&) const = default;
  auto operator<=>(const Subject&) const = default;
};
std::string text_of(const Subject& subject);  // "shop/web", "check backup", "the host"

// What was seen of it: the sentence of an event.
struct Evidence {
  core::WallTime at;
  std::string type;  // of the event: "service.exited"
  std::string text;
  bool operator==(const Evidence&) const = default;
};

struct Incident {
  static constexpr std::size_t evidence_max = 20;  // the first two and the newest are kept

  IncidentId id = 0;
  std::string fingerprint;  // name_of(FaultKind), or "crash_loop", "unhealthy", "oom_killed",
                            // "check_failed", "dependency_not_ready", "unknown"
  std::string cause;  // what makes it one incident over several services ("registry_unreachable
                      // registry.example.org"); "" where it is the subject's alone
  std::vector<Subject> subjects;  // at least one; the first is where it began
  std::vector<Subject> affected;  // wait for a subject, and are not well because of that
  Criticality criticality = Criticality::standard;  // the highest of its subjects
  IncidentState state = IncidentState::open;
  std::string problem;       // one plain sentence: what is wrong, with why
  core::WallTime opened_at;  // of this time; `first_opened_at` of the first within `recurrence`
  core::WallTime first_opened_at, last_seen_at;
  std::optional<core::WallTime> well_since;  // all subjects are; unset while one is not
  std::optional<core::WallTime> needs_operator_at, resolved_at, acknowledged_at;
  std::string acknowledged_by, acknowledged_reason;
  int occurrences = 1;             // times that it began: 1, and one more each time it came back
  int attempts = 0;                // of making it well, since `opened_at`, that have ended
  std::vector<Evidence> evidence;  // oldest first
  std::vector<std::string> done;   // what was tried, a sentence each, oldest first, at most 10
  bool operator==(const Incident&) const = default;

  bool is_open() const { return state != IncidentState::resolved; }
};

// critical → critical, standard → warning, optional → info; of one that needs an operator critical,
// or warning for optional (CONTRACT.md, Events).
Severity severity_of(const Incident& incident);
std::string alert_key_of(const Incident& incident);  // "incident/7"

}  // namespace model
