// Observation: what was seen of the engine, with the time it was seen. Decoded from the Engine API;
// unknown fields are ignored.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"
#include "model/spec.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace model {

enum class ContainerState { created, running, paused, restarting, removing, exited, dead };
enum class Health { none, starting, healthy, unhealthy };

struct HealthProbe {
  core::WallTime start, end;
  int exit_code = 0;  // -1: timeout or the probe could not be run
  std::string output;
  bool operator==(const HealthProbe&) const = default;
};

struct SeenAttachment {
  std::string network;     // name as in NetworkSettings.Networks
  std::string network_id;  // what it was attached to last; stale once the network was made again
  std::vector<std::string> aliases;
  std::string ip_address;
  std::string ipv6_address = {};
  bool operator==(const SeenAttachment&) const = default;
};

struct SeenMount {
  std::string type, name, source, destination;
  bool operator==(const SeenMount&) const = default;
};

// A port of the host that the container publishes to while it runs.
struct SeenPort {
  std::string host_ip;  // "" = every address
  std::string host;     // "8080"; "" = the engine chooses
  std::string protocol;
  bool operator==(const SeenPort&) const = default;
};

struct Container {
  ContainerId id;
  std::string name;   // without the leading slash
  std::string image;  // the reference it was created with
  ImageId image_id;
  StringMap labels;
  ContainerState state = ContainerState::created;
  // The engine lists it and could not show it: nothing is known but what a list tells, not even
  // when it ran.
  bool only_listed = false;
  // Something in it was killed for memory since its start. Of one that has ended: right before, as
  // far as that was told; newer engines say so of what ended otherwise, too.
  bool oom_killed = false;
  int exit_code = 0;
  int pid = 0;
  int cpus = 0;       // of the host that it may run on (CpusetCpus); 0: all
  double quota = 0;   // so many of them together (NanoCpus, or CpuQuota by CpuPeriod); 0: no less
  std::string error;  // State.Error: why the last start failed; "" otherwise
  core::WallTime created_at, started_at, finished_at;  // the epoch where it never was
  int restart_count = 0;
  RestartPolicy restart_policy;
  Health health = Health::none;
  int failing_streak = 0;
  std::vector<HealthProbe> health_log;
  // Why one of our own checks says that it is ill; "" where none does. Not from the engine.
  std::string check_failure;
  // One of them said so before, and has not passed since: no longer ill, not yet well.
  bool unproven = false;
  bool auto_remove = false, tty = false;
  std::string stop_signal;
  std::optional<int> stop_timeout_s;
  std::string network_mode;  // HostConfig.NetworkMode
  std::string pid_mode, ipc_mode;
  std::vector<std::string> volumes_from;  // HostConfig.VolumesFrom: "<id>" or "<id>:ro"
  std::vector<SeenPort> ports;            // HostConfig.PortBindings
  std::vector<SeenAttachment> networks;
  std::vector<SeenMount> mounts;

  // From the com.docker.compose.* labels; empty and 0 where they are absent.
  DeploymentName project() const;
  ServiceName service() const;
  int number() const;
  bool oneoff() const;
  std::string config_hash() const;
  bool is_up() const {
    return state == ContainerState::running || state == ContainerState::paused ||
           state == ContainerState::restarting;
  }
  bool is_ill() const { return health == Health::unhealthy || !check_failure.empty(); }
  bool is_well() const {
    return (health == Health::none || health == Health::healthy) && check_failure.empty();
  }
  bool is_proven_well() const { return is_well() && !unproven; }
  bool ever_started() const { return started_at > core::WallTime{}; }
  bool operator==(const Container&) const = default;
};

struct SeenNetwork {
  std::string id, name;
  StringMap labels;
  // Container id -> name of those that run on it. Looked at only where the network was made from
  // another definition than the spec's; nullopt: not looked at.
  std::optional<StringMap> attached = {};

  // From the com.docker.compose.* labels; "" where they are absent.
  DeploymentName project() const;
  std::string config_hash() const;
  bool operator==(const SeenNetwork&) const = default;
};

struct SeenVolume {
  std::string name;
  StringMap labels;
  DeploymentName project() const;
  std::string config_hash() const;
  bool operator==(const SeenVolume&) const = default;
};

struct SeenImage {
  ImageId id;
  std::string architecture, os;
  bool has_healthcheck = false;
  std::optional<core::Milliseconds> health_start_period;
  bool operator==(const SeenImage&) const = default;
};

// Everything of one deployment: its containers by project label (and those that hold one of its
// names), the networks and volumes that its spec names, its images by reference (absent key: the
// engine does not have it).
struct Observation {
  core::Instant at;
  std::vector<Container> containers;
  std::vector<SeenNetwork> networks;
  std::vector<SeenVolume> volumes;
  std::map<std::string, SeenImage> images;
  bool operator==(const Observation&) const = default;
};

std::string_view name_of(ContainerState state);
std::string_view name_of(Health health);
std::string_view name_of(RestartMode mode);

}  // namespace model
