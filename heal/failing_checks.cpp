#include "heal/failing_checks.hpp"

#include <algorithm>

namespace heal {

void FailingChecks::failed(const model::Event& event, const EventData& data,
                           const model::Subject& subject, bool explained) {
  if (data.check.empty()) return;
  checks_[data.check] = {subject, event.incident, event.message, data.criticality != "optional",
                         explained};
}

std::optional<FailingCheck> FailingChecks::recovered(const std::string& check) {
  const auto found = checks_.extract(check);
  if (found.empty()) return std::nullopt;
  return found.mapped();
}

bool FailingChecks::any_of(model::IncidentId incident,
                           const std::vector<model::Subject>& subjects) const {
  return std::any_of(checks_.begin(), checks_.end(), [&](const auto& entry) {
    const auto& one = entry.second;
    return one.counts && one.incident == incident &&
           std::find(subjects.begin(), subjects.end(), one.subject) != subjects.end();
  });
}

}  // namespace heal
