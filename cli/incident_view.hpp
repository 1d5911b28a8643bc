// `evenkeel incidents` as text. Pure.
#pragma once

#include "cli/table.hpp"
#include "core/clock.hpp"

#include <string>
#include <vector>

namespace cli {

struct SubjectText {
  std::string deployment, service, check, text;
};

struct EvidenceText {
  std::string at, type, text;
  bool operator==(const EvidenceText&) const = default;
};

// An incident, as far as it is shown; what is absent or null is empty.
struct IncidentText {
  long long id = 0;
  std::string state, severity, fingerprint, cause, problem;
  std::vector<SubjectText> subjects, affected;
  std::string opened_at, first_opened_at, well_since, resolved_at;
  std::string acknowledged_at, acknowledged_by, acknowledged_reason;
  long long occurrences = 1, attempts = 0;
  std::vector<EvidenceText> evidence;
  std::vector<std::string> done;
  std::string next;

  bool is_resolved() const { return state == "resolved"; }
};

// A text that is no JSON reads as an empty object.
IncidentText decode_incident(const std::string& json);

std::string incidents_text(const std::vector<IncidentText>& incidents, core::WallTime now,
                           const Surface& surface);

// One: what is wrong, what was seen and done, what comes next, and the commands to look further.
std::string incident_text(const IncidentText& incident, core::WallTime now, const Surface& surface);

// What came since `before`, a line each; "" where nothing did.
std::string incident_news(const IncidentText& before, const IncidentText& after,
                          const Surface& surface);

// That somebody has seen it.
std::string acknowledged_text(const IncidentText& incident);

}  // namespace cli
