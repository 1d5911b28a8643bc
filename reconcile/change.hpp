// What can change in the store, as values: one variant, so that a commit is a list of them and the
// store names each case.
#pragma once

#include "core/clock.hpp"
#include "model/deployment.hpp"
#include "model/hold.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace reconcile {

struct PutGeneration {
  model::DeploymentName deployment;
  std::string kind;
  model::Generation generation;
  bool auto_heal = true;
};
struct SetIntent {
  model::DeploymentName deployment;
  model::ServiceName service;
  model::Intent intent;
};
struct ForgetIntent {
  model::DeploymentName deployment;
  model::ServiceName service;
};  // service gone from the spec; history stays
struct SetFacts {
  model::DeploymentName deployment;
  model::ServiceName service;
  model::ServiceFacts facts;
};
struct RecordContainer {
  model::DeploymentName deployment;
  model::ContainerRecord record;
};
struct ForgetContainer {
  model::DeploymentName deployment;
  model::ContainerId id;
};
struct SetPolicy {
  model::DeploymentName deployment;
  model::ServiceName service;
  model::PolicyLayer layer;
};  // `evenkeel set`
struct SetAutoHeal {
  model::DeploymentName deployment;
  bool auto_heal = true;
};
struct MarkDeleting {
  model::DeploymentName deployment;
  bool volumes = false;
};
struct RemoveDeployment {
  model::DeploymentName deployment;
};
struct PutHold {
  model::Hold hold;
};  // hold.id must be set by the caller (unique)
struct EndHold {
  std::int64_t id = 0;
};
// A call that stops, removes or creates, recorded before it is sent; `subject` is a container id,
// or a name for a create. Kept after its answer until a heartbeat covers its events: those after
// the last heartbeat are read again by the next life, and must not look like somebody else's.
struct OwnCall {
  std::string key;  // unique
  model::DeploymentName deployment;
  model::ServiceName service;
  std::string verb, subject;
  model::GenerationNumber generation = 0;
  std::string engine_start;
  core::WallTime at;
  bool answered = false;
};
struct BeginOwnCall {
  OwnCall call;
};
struct AnswerOwnCall {
  std::string key;
};
struct ForgetOwnCall {
  std::string key;
};
// A client's stop whose verdict waits, so that it survives a restart of the agent.
struct PendingStop {
  model::ContainerId container;
  model::DeploymentName deployment;
  model::ServiceName service;
  core::WallTime at;
  std::string engine_start;
  int answers = 0;       // of the two
  bool removed = false;  // destroy followed
  bool marked = false;   // the engine had noted it as a client's
};
struct PutPendingStop {
  PendingStop stop;
};
struct DropPendingStop {
  model::ContainerId container;
};
// Where we were when last alive.
struct Heartbeat {
  core::WallTime at;
  std::string boot_id;
  std::string engine_start;
  std::int64_t last_event_nano = 0;
  bool clean_stop = false;  // the agent ended in order
  bool engine_up = false;   // the event stream was open
};
struct SetHeartbeat {
  Heartbeat heartbeat;
};

using Change = std::variant<PutGeneration, SetIntent, ForgetIntent, SetFacts, RecordContainer,
                            ForgetContainer, SetPolicy, SetAutoHeal, MarkDeleting, RemoveDeployment,
                            PutHold, EndHold, BeginOwnCall, AnswerOwnCall, ForgetOwnCall,
                            PutPendingStop, DropPendingStop, SetHeartbeat>;

struct Snapshot {
  std::vector<model::Deployment> deployments;  // with their current generation
  std::vector<model::Hold> holds;
  std::vector<OwnCall> own_calls;  // begun, not forgotten
  std::vector<PendingStop> pending_stops;
  std::optional<Heartbeat> heartbeat;
};

}  // namespace reconcile
