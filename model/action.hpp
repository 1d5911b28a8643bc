// Action: one thing that removes drift; Plan: the actions of a pass, ordered, each with its cause,
// and the verdict on every service.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"
#include "model/spec.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace model {

struct CreateNetwork {
  std::string key;
  bool operator==(const CreateNetwork&) const = default;
};
struct CreateVolume {
  std::string key;
  bool operator==(const CreateVolume&) const = default;
};
struct RemoveNetwork {
  std::string id, name;
  bool operator==(const RemoveNetwork&) const = default;
};
struct RemoveVolume {
  std::string name;
  bool operator==(const RemoveVolume&) const = default;
};
struct PullImage {
  std::string reference;
  bool operator==(const PullImage&) const = default;
};
// `replaces` is the container whose place it takes (its anonymous volumes carry over); `name` may
// be a temporary one then.
struct CreateContainer {
  int number = 1;
  std::string name;
  std::string image;  // reference or id to create by
  ContainerId replaces;
  bool operator==(const CreateContainer&) const = default;
};
// `container` is an id, or empty: the container that the `CreateContainer` of the same service and
// number made in this pass.
struct StartContainer {
  ContainerId container;
  int number = 1;
  std::string name;
  bool operator==(const StartContainer&) const = default;
};
struct StopContainer {
  ContainerId container;
  std::string name;
  std::optional<int> timeout_s;
  bool operator==(const StopContainer&) const = default;
};
struct RestartContainer {
  ContainerId container;
  std::string name;
  std::optional<int> timeout_s;
  bool for_health = false;  // a remedy: the next one waits longer
  bool operator==(const RestartContainer&) const = default;
};
struct RemoveContainer {
  ContainerId container;
  std::string name;
  bool anonymous_volumes = false;
  bool operator==(const RemoveContainer&) const = default;
};
struct RenameContainer {
  ContainerId container;
  int number = 1;
  std::string from, to;
  bool operator==(const RenameContainer&) const = default;
};
// Connects a container to the network that now has the name. Of a stopped one it overwrites a stale
// id (ENGINE.md 7, 6); a running one is on the network at once.
struct ConnectNetwork {
  ContainerId container;
  std::string container_name;
  std::string key, network;
  bool operator==(const ConnectNetwork&) const = default;
};

using Action = std::variant<CreateNetwork, CreateVolume, RemoveNetwork, RemoveVolume, PullImage,
                            CreateContainer, StartContainer, StopContainer, RestartContainer,
                            RemoveContainer, RenameContainer, ConnectNetwork>;

// Opens when a dependency is as its dependents need it.
struct Gate {
  ServiceName service;
  DependencyCondition condition = DependencyCondition::started;
  bool operator==(const Gate&) const = default;
};

struct Step {
  Action action;
  ServiceName service;  // "" for networks and volumes, but where one of its services makes it anew
  std::string because;
  std::vector<std::size_t> after;  // indexes of earlier steps that must have succeeded
  std::vector<Gate> gates;         // closed now: the step is for a later pass and only shown
  bool under_way = false;          // an earlier pass is at it, or at what it waits for
  bool operator==(const Step&) const = default;
};

enum class ServicePhase {
  running,
  creating,
  pulling,
  building,
  starting,
  waiting,
  unhealthy,
  restarting,
  backoff,
  exited,
  missing,
  paused,
  completed,
  stopped,
  changing_elsewhere,
  needs_operator,
  unknown,
};

enum class DeploymentPhase { converged, converging, degraded, failed, stopped, unknown };

struct ServiceVerdict {
  ServiceName service;
  ServicePhase phase = ServicePhase::unknown;
  std::string why;                       // one plain sentence; "" where there is nothing to say
  std::vector<std::string> waiting_for;  // "db (healthy)"
  std::optional<core::MonoTime> next_attempt;
  // Only its owner changes it: it is held, or waits for what is held, paused or stopped on purpose.
  bool up_to_owner = false;
  // It is not as wanted, and nothing more is done about it without a person: healing is off, or a
  // failed job is not run again; or it waits for such.
  bool left_as_is = false;
  bool operator==(const ServiceVerdict&) const = default;
};

struct Plan {
  std::vector<Step> steps;
  std::vector<ServiceVerdict> services;      // every service of the spec, by name
  std::vector<std::string> notes;            // differences that no step removes, a sentence each
  std::optional<core::MonoTime> look_again;  // when time alone may change the plan
  bool converged = false;  // no drift, and every service with a health check is healthy
  DeploymentPhase phase = DeploymentPhase::unknown;
  bool operator==(const Plan&) const = default;
};

std::string_view name_of(ServicePhase phase);
std::string_view name_of(DeploymentPhase phase);
std::string_view name_of(DependencyCondition condition);  // started | healthy | completed
std::string_view verb_of(const Action& action);           // "create_network", "start", ...

}  // namespace model
