// What notify reads from the data of events. What is absent or of another form is left at its
// default.
#pragma once

#include "model/event.hpp"
#include "model/incident.hpp"
#include "model/policy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace notify {

struct EventFacts {
  std::string cause;        // of an incident
  std::string fingerprint;  // of an incident
  std::string problem;
  std::optional<model::Criticality> criticality;
  std::vector<model::Subject> subjects;
  bool recurring = false;
  int occurrences = 1;
  std::string channel;  // that it is about
};

EventFacts facts_from(const model::Event& event);

}  // namespace notify
