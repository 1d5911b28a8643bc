// What the API says of a deployment, as far as tables show it. Enumerations stay text: they grow,
// and unknown values are shown as they are. What is absent or null is empty.
#pragma once

#include "core/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

struct IntentText {
  std::string state, set_by, by, reason, at;
};

struct HoldText {
  long long id = 0;
  bool host = false;
  std::string deployment, service, by, reason, from, until;

  // "shop/web", "shop" or "the host"
  std::string subject() const;
};

struct ContainerText {
  std::string id, name, state, health, started_at;
  std::optional<long long> exit_code;
  bool oom_killed = false;
};

// Percentages of the CPU are of one core.
struct UsageText {
  std::optional<double> cpu_percent;
  std::optional<long long> memory_bytes, memory_limit_bytes;
};

// Percent of the time in which it was meant to run.
struct AvailabilityText {
  std::optional<double> day, week, month;
};

struct ServiceText {
  std::string name, phase, why, image, next_attempt_at;
  IntentText intent;
  long long desired = 0, running = 0, healthy = 0;
  // Those of the last hour that nobody asked for; where that is not known, as many as the engine
  // counts, which are only those by its own policy.
  long long restarts = 0;
  std::optional<long long> restarts_last_hour;
  AvailabilityText availability;
  std::optional<long long> incident;  // the open one that is about it
  std::vector<std::string> waiting_for;
  UsageText usage;
  std::vector<ContainerText> containers;
};

struct DeploymentText {
  std::string name, phase, kind, observed_at;
  long long generation = 0, observed_generation = 0;
  bool converged = false;
  IntentText intent;
  std::optional<HoldText> hold;
  std::vector<ServiceText> services;
  // Of an answer to a write only.
  std::string wait;
  bool changed = false;
  std::vector<std::string> left_stopped;
};

struct DiskText {
  std::string device, mount_point;
  double used_percent = 0;
  std::optional<long long> bytes_total, bytes_available;
};

struct HostUsageText {
  long long cores = 0;  // 0: not known
  std::optional<double> cpu_percent;
  std::optional<long long> memory_total, memory_used, swap_total, swap_used;
  std::vector<double> load;  // over 1, 5 and 15 minutes; or none
  std::vector<DiskText> disks;
};

struct HostText {
  std::string name, version, rescue, engine_problem, engine_version;
  bool engine_up = true, observe_only = false, store_writable = true;
  long long unmanaged_containers = 0;
  long long checks_failing = 0;  // that are not optional
  long long critical_checks_failing = 0;
  long long incidents_open = 0, incidents_need_operator = 0;
  std::string told;  // "nobody will be told" where no channel is configured
  std::vector<HoldText> holds;
  HostUsageText usage;
};

struct GenerationText {
  long long number = 0;
  std::string at, by, reason, source;
};

struct IntentChangeText {
  std::string service, proof;
  IntentText intent;
};

struct PolicyText {
  std::string key, value, origin;
};

struct ExplanationText {
  std::string name, phase;
  std::vector<std::string> reasons;
  std::vector<IntentChangeText> history;
  std::vector<PolicyText> policy;
  std::optional<long long> incident;
};

struct EventText {
  long long id = 0;
  std::string at, type, severity, deployment, service, message;
};

// "2026-01-31T09:30:00.000Z" -> local time with offset; other texts as they are.
std::string local_time(const std::string& utc);

}  // namespace cli
