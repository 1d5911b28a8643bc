// What an engine event says of a container that was observed before. Pure. It only shortens the way
// to the next look: a pass that acts on more than a start looks afresh.
#pragma once

#include "model/observation.hpp"
#include "reconcile/ports.hpp"

namespace reconcile {

// True where the event's container is in the observation and the event says something about its
// state.
bool patch(model::Observation& observation, const EngineEvent& event, core::Instant now);

core::WallTime wall_of(const EngineEvent& event);

// The event's attributes, read once.
struct EventSubject {
  model::DeploymentName deployment;  // com.docker.compose.project
  model::ServiceName service;
  std::string name;
  bool oneoff = false;
  int exit_code = 0;
  int signal = 0;
};
EventSubject subject_of(const EngineEvent& event);

}  // namespace reconcile
