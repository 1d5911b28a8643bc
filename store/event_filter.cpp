#include "store/event_filter.hpp"

#include "core/text.hpp"

namespace store {

bool passes(const api::EventFilter& filter, const model::Event& event) {
  return (filter.type.empty() || core::glob_match(filter.type, event.type)) &&
         (filter.deployment.empty() || filter.deployment == event.deployment) &&
         event.severity >= filter.severity.value_or(event.severity);
}

}  // namespace store
