#include "agent/incident_sink.hpp"

#include <utility>

namespace agent {

void IncidentSink::Next::record(model::Event event) { sink_.record(std::move(event)); }

void IncidentSink::record(model::Event event) {
  if (add_) add_(event);
  if (watch_ != nullptr)
    watch_->record(std::move(event));
  else
    next_.record(std::move(event));
}

}  // namespace agent
