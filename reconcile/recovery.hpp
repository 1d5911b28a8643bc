// What happened while we were not looking, and the one report about it. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/view.hpp"
#include "reconcile/ports.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace reconcile {

enum class RecoveryCause { host_reboot, engine_restart, engine_crash, agent_restart };
std::string_view name_of(RecoveryCause cause);

struct ReturnEvidence {
  std::optional<Heartbeat> last;      // nullopt: this agent has never run here
  std::string boot_id, engine_start;  // now
  core::WallTime now;
  bool agent_just_started = false;
  bool something_ran = false;  // when last looked at
  bool shutdown_seen = false;  // the engine stopped containers in order before the stream ended
  bool survivors_stopped_at_boot = false;  // containers ended after the engine's start, before it
                                           // answered: its crash recovery
};

struct Return {
  RecoveryCause cause = RecoveryCause::agent_restart;
  bool planned = false;
  core::WallTime down_from, up_at;
  // Events under the engine start before are not this engine's; two starts are the same only if
  // that is known.
  bool new_engine = false;
};

// nullopt: the first start ever, nothing to recover from.
std::optional<Return> classify_return(const ReturnEvidence& evidence);

// Two engine starts are the same only if both are known and equal. A number of our own ("own:N") is
// given a second time only to an engine that has proved to be the same.
bool same_engine(std::string_view a, std::string_view b);

// What one deployment was like when it was first seen after the return.
struct FirstLook {
  std::set<model::ServiceName> came_back;             // should run and did
  std::map<model::ServiceName, int> down;             // should run and did not: how many did
  std::map<model::ServiceName, std::string> assumed;  // no record of a stop: the sentence
};

struct ServiceReport {
  model::ServiceName name;
  std::string outcome;  // already_running | recovered | pending | failed | left_stopped | completed
  std::string note;
};

struct DeploymentReport {
  model::DeploymentName name;
  std::string outcome;  // already_running | recovered | pending | failed | left_stopped
  std::vector<ServiceReport> services;
  std::string note;
  std::optional<std::string> problem;
  bool operator==(const DeploymentReport& other) const {
    return name == other.name && outcome == other.outcome && note == other.note;
  }
};

struct RecoveryReport {
  Return what;
  core::Milliseconds took{0};
  std::vector<DeploymentReport> deployments;  // by name
  bool any_failed() const;
  bool any_pending() const;
  bool anything_done() const;  // something was recovered, failed or is pending
};

DeploymentReport report_of(const model::DeploymentView& view, const FirstLook& first);
// All of them have come to an end that time will not change: converged, stopped, or failed.
bool settled(const model::DeploymentView& view);

// "after a host reboot: 5 deployments, 3 came back by themselves, 1 recovered by evenkeel, 1 left
// stopped on purpose"
std::string recovery_message(const RecoveryReport& report);
model::Event recovery_event(const RecoveryReport& report, bool update);

}  // namespace reconcile
