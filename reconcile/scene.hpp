// Everything that `plan` looks at. References must outlive the call. The loop settles first what is
// not plan's business: new words of the owner are generations, facts (completed, failed job runs)
// are stored, own containers have their record.
#pragma once

#include "core/backoff.hpp"
#include "core/clock.hpp"
#include "model/deployment.hpp"
#include "model/hold.hpp"
#include "model/observation.hpp"
#include "model/remedy.hpp"
#include "reconcile/memory.hpp"
#include "reconcile/wall_order.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace reconcile {

// `reconcile:` and `heal:` of the configuration, as far as they bear on the plan.
struct Settings {
  core::BackoffSettings backoff;
  int attempts = 3;  // heal.attempts
  core::Milliseconds grace_after_start{60'000};
  core::Milliseconds grace_after_boot{300'000};
  model::HealMode heal = model::HealMode::automatic;  // heal.mode
  std::vector<std::string> allow = model::default_remedies();
  core::Milliseconds settle{10'000}, settle_max{600'000};
  bool operator==(const Settings&) const = default;
};

// How a service of another deployment is, for `x-evenkeel: depends_on`.
struct ForeignState {
  bool started = false;  // all its replicas run
  bool healthy = false;  // and are healthy (true too where there is no check)
  bool completed = false;
  bool stopped_on_purpose = false;  // or paused
  bool up_to_owner = false;         // held, or waits for what is so
  bool left_as_is = false;          // as in ServiceVerdict
  bool comes = false;  // it will be more than it is without another attempt (plan_rest.hpp)
  bool operator==(const ForeignState&) const = default;
};

using ForeignStates = std::map<std::string, ForeignState>;  // by "deployment/service"

// Somebody else is at work in the deployment (foreign_change.hpp).
struct ForeignWork {
  core::MonoTime ends_at;                 // earliest, if nothing more comes
  std::set<model::ServiceName> services;  // those that are being changed
  bool operator==(const ForeignWork&) const = default;
};

// What budget and breaker leave us (budget.hpp).
enum class Allowance {
  everything,
  first_attempts,  // the budget is used up: no second attempt, no recreate, no pull
  one_service,     // after the breaker: one service at a time
  nothing,         // the breaker is open: looking again at engine and host first
};

struct Scene {
  const model::Deployment& deployment;    // with current.spec set
  const model::Observation& observation;  // of this deployment
  const Memory& memory;                   // after `note_observation` of it
  const Settings& settings;
  core::Instant now;

  std::vector<model::Hold> holds = {};  // all of the host; those that have ended by now.wall are
                                        // ignored
  std::optional<ForeignWork> foreign = {};
  // Containers whose stop or kill by a client is still being judged: nothing is done with them.
  std::set<model::ContainerId> undecided = {};
  // Among these: replicas that a client has stopped while others of their service go on.
  std::set<model::ContainerId> set_aside = {};
  // "deployment/service" -> how it is. Absent: not known here, which closes the gate.
  ForeignStates others = {};
  // Containers seen, or on a network that was looked at, that are other deployments':
  // "deployment/service".
  std::map<model::ContainerId, std::string> elsewhere = {};
  // What a verb of the owner asks of single containers, until it is done: made anew (`recreate`),
  // restarted (`restart`).
  std::set<model::ContainerId> to_replace = {}, to_restart = {};

  // What a return left to do is not done yet: neither budget nor breaker hold it up.
  bool recovery = false;
  // Nor what an apply or a verb of the owner asks for, until it is carried out.
  bool owner_asked = false;
  // There was an apply or a verb, and it has not converged since: what it defines differently is
  // news.
  bool unanswered = false;
  Allowance allowance = Allowance::everything;
  std::optional<core::MonoTime> allowance_changes_at = {};
  // With Allowance::one_service: the other deployment of which one is being started; "" = none.
  model::DeploymentName turn_of = {};
  core::Milliseconds engine_ahead{0};                    // its clock, of ours
  std::optional<core::MonoTime> booted_at = {};          // host boot; absent: long ago
  std::optional<core::WallTime> engine_started_at = {};  // to compare with finished_at; absent: not
                                                         // known

  // For what the engine told.
  WallOrder by_engine() const { return WallOrder(now.wall + engine_ahead); }
};

}  // namespace reconcile
