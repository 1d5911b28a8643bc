// A plan in the making: steps in the order in which they are thought of, dependencies first.
#pragma once

#include "model/action.hpp"
#include "reconcile/plan_look.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace reconcile {

// What this pass does to a service, as its dependents need to know it.
struct ServiceDraft {
  model::ServiceVerdict verdict;
  std::vector<std::size_t> creates;  // steps that make a container of it
  std::vector<std::size_t> starts;   // steps of this pass after which a replica runs
  bool disturbed = false;            // a step takes one of its containers down or brings one up
  bool will_run = false;             // every replica runs, once the steps of this pass are done
  bool made_anew = false;            // the id of a container changes
  bool comes = false;                // it is on its way, and so is all that it waits for
};

// Why something is not done in this pass.
struct Postponed {
  model::ServicePhase phase = model::ServicePhase::waiting;
  std::string why;
  std::optional<core::MonoTime> until;
};

struct Draft {
  std::vector<model::Step> steps;
  std::map<model::ServiceName, ServiceDraft> services;
  std::map<std::string, std::size_t> networks, volumes, pulls;  // by key, reference: the step that
                                                                // makes it
  std::map<std::string, std::size_t> freed;           // container name -> the step that frees it
  std::map<model::ContainerId, std::size_t> stopped;  // the step of this pass that stops it
  std::map<model::ContainerId, std::size_t> removed;  // and that removes it
  // Containers that go down for a network that is made again, and come back: why.
  std::map<model::ContainerId, std::string> taken_down;
  std::map<std::string, Postponed> postponed;  // networks of another definition, by key
  // Stops and removals that failed and wait for their next attempt; "" of networks and volumes.
  std::map<model::ServiceName, Postponed> ends_held;
  std::vector<std::string> notes;  // what no step changes
  std::optional<core::MonoTime> look_again;
  model::ServiceName only;  // the one service that may be healed while Allowance::one_service

  std::size_t add(model::Step step) {
    steps.push_back(std::move(step));
    return steps.size() - 1;
  }
  void wake(std::optional<core::MonoTime> at) {
    if (at && (!look_again || *at < *look_again)) look_again = at;
  }
};

}  // namespace reconcile
