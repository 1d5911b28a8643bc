// The checks that were told of as failing, and the incident that each was put down to: what ends a
// failure goes where the failure went. Pure.
#pragma once

#include "heal/event_data.hpp"
#include "model/incident.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace heal {

struct FailingCheck {
  model::Subject subject;
  std::optional<model::IncidentId> incident;  // none: it was told by itself
  std::string text;                           // of the failure
  bool counts = true;                         // it is not optional: its subject is ill
  bool explained = false;  // by the incident of something that its subject depends on
};

class FailingChecks {
 public:
  void failed(const model::Event& event, const EventData& data, const model::Subject& subject,
              bool explained);
  // What was known of it, and no more is.
  std::optional<FailingCheck> recovered(const std::string& check);
  bool any_of(model::IncidentId incident, const std::vector<model::Subject>& subjects) const;

  std::map<std::string, FailingCheck>& all() { return checks_; }

 private:
  std::map<std::string, FailingCheck> checks_;  // by "shop/web/ready", "backup"
};

}  // namespace heal
