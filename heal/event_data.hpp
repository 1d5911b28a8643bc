// What the book reads of an event's `data`.
#pragma once

#include "model/event.hpp"

#include <string>

namespace heal {

// "" where the event does not say it, or says something else than a text.
struct EventData {
  std::string action, object, because, detail;  // of action.*
  std::string fault, fault_class;               // of action.failed
  std::string check, type, criticality, ended;  // of check.*
  bool asked_for = false;                       // of service.exited
};

// Never fails: what cannot be read says nothing.
EventData data_of(const model::Event& event);

}  // namespace heal
