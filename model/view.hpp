// What the API, the command line and notifications show of a deployment: desired and observed,
// joined at one moment.
#pragma once

#include "model/action.hpp"
#include "model/deployment.hpp"
#include "model/hold.hpp"

#include <optional>
#include <string>
#include <vector>

namespace model {

struct ContainerView {
  ContainerId id;
  std::string name;
  ContainerState state = ContainerState::created;
  Health health = Health::none;
  std::optional<int> exit_code;
  bool oom_killed = false;
  std::optional<core::WallTime> started_at;
  std::string exit_meaning;   // model/exit_code.hpp; "" where there is nothing to say
  std::string health_output;  // what its last probe printed; "" where there was none
};

struct ServiceView {
  ServiceName name;
  ServicePhase phase = ServicePhase::unknown;
  std::string why;
  Intent intent;
  std::string image;
  int desired = 1, running = 0, healthy = 0;
  int restarts = 0;
  std::vector<std::string> waiting_for;
  bool up_to_owner = false, left_as_is = false;  // as in ServiceVerdict
  std::optional<core::WallTime> next_attempt_at;
  std::vector<ContainerView> containers;
};

struct DeploymentView {
  DeploymentName name;
  std::string kind = "compose";
  GenerationNumber generation = 0, observed_generation = 0;
  DeploymentPhase phase = DeploymentPhase::unknown;
  bool converged = false;
  std::optional<core::WallTime> observed_at;
  Intent intent;  // of the deployment: running if any service is
  std::optional<Hold> hold;
  Criticality criticality = Criticality::standard;
  HealMode heal = HealMode::automatic;
  Source source;
  std::vector<ServiceView> services;
};

// A value of a policy key and where it is from, as `explain` shows it.
struct PolicyView {
  std::string key, value;
  Origin origin = Origin::builtin;
};

// Why a service is as it is: plain sentences, the newest cause first, then its history.
struct ServiceExplanation {
  ServiceName service;
  ServicePhase phase = ServicePhase::unknown;
  std::vector<std::string> reasons;
  std::vector<IntentChange> history;
  std::vector<PolicyView> policy;
};

}  // namespace model
