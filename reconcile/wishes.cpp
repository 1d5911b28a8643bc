#include "reconcile/wishes.hpp"

#include <algorithm>
#include <set>

namespace reconcile {
namespace {

model::Intent intent(model::IntentState state, model::SetBy set_by, const Caller& caller,
                     core::WallTime at) {
  model::Intent made;
  made.state = state;
  made.set_by = set_by;
  made.by = caller.by;
  made.reason = caller.reason;
  made.at = at;
  return made;
}

model::ServiceFacts facts_of(const model::Deployment& deployment,
                             const model::ServiceName& service) {
  const auto found = deployment.facts.find(service);
  return found == deployment.facts.end() ? model::ServiceFacts{} : found->second;
}

model::Generation next_generation(const model::Deployment* current, const ApplyRequest& request,
                                  core::WallTime now) {
  model::Generation next;
  next.number = current == nullptr ? 1 : current->current.number + 1;
  next.spec = request.spec;
  next.source = request.source;
  next.by = request.caller.by;
  next.reason = request.caller.reason;
  next.at = now;
  return next;
}

// A finished job runs again, a failed one gets its attempts back.
Change run_again(const model::Deployment& deployment, const model::ServiceName& service,
                 core::WallTime now) {
  auto facts = facts_of(deployment, service);
  facts.completed.reset();
  facts.failed_job_runs = 0;
  facts.restart_after = now;
  return SetFacts{deployment.name, service, std::move(facts)};
}

// A job that was stopped, perhaps in its middle: that it ended with 0 says nothing.
bool was_interrupted(const model::Deployment& deployment, const model::ServiceName& service) {
  return deployment.find(service) != nullptr &&
         deployment.intent_of(service).state == model::IntentState::stopped &&
         model::kind_of(deployment, service).value == model::ServiceKind::job;
}

bool is_over(const model::Deployment& deployment, const model::ServiceName& service) {
  const auto facts = facts_of(deployment, service);
  return facts.completed.has_value() || facts.failed_job_runs > 0;
}

void set_running(ApplyOutcome& outcome, const model::Deployment* current,
                 const ApplyRequest& request, core::WallTime now) {
  for (const auto& [service, spec] : request.spec->services) {
    const auto* known = current != nullptr && current->intents.contains(service)
                            ? &current->intents.at(service)
                            : nullptr;
    const bool stopped = known != nullptr && known->state == model::IntentState::stopped;
    if (stopped && !request.start) {
      outcome.applied.left_stopped.push_back(service);
    } else if (known == nullptr || stopped) {
      outcome.changes.emplace_back(
          SetIntent{request.spec->name, service,
                    intent(model::IntentState::running, model::SetBy::apply, request.caller, now)});
      if (stopped && was_interrupted(*current, service) && !facts_of(*current, service).completed)
        outcome.changes.push_back(run_again(*current, service, now));
    }
  }
}

// Those that are to be restarted with what they depend on (depends_on.restart), whoever of them
// runs, and those behind them.
std::set<model::ServiceName> restarted_along(const model::Deployment& deployment,
                                             const std::vector<model::ServiceName>& services) {
  const std::set<model::ServiceName> asked(services.begin(), services.end());
  std::set<model::ServiceName> along;
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [name, service] : deployment.current.spec->services) {
      const bool follows =
          std::any_of(service.depends_on.begin(), service.depends_on.end(), [&](const auto& on) {
            return on.second.restart && (asked.contains(on.first) || along.contains(on.first));
          });
      const bool runs = deployment.intent_of(name).state == model::IntentState::running;
      if (follows && runs && !asked.contains(name)) grew |= along.insert(name).second;
    }
  }
  return along;
}

}  // namespace

core::Status check_generation(const model::DeploymentName& name, const model::Deployment* current,
                              std::optional<model::GenerationNumber> wanted) {
  const auto number = current == nullptr ? 0 : current->current.number;
  if (!wanted || *wanted == number) return core::Status{};
  return core::Error{core::Errc::stale, name + " is at generation " + std::to_string(number) +
                                            ", not " + std::to_string(*wanted)};
}

ApplyOutcome changes_of_apply(const model::Deployment* current, const ApplyRequest& request,
                              core::WallTime now) {
  ApplyOutcome outcome;
  outcome.applied.deployment = request.spec->name;
  outcome.applied.created = current == nullptr;
  const bool same = current != nullptr && !current->deleting &&
                    current->current.spec->canonical_json == request.spec->canonical_json;
  outcome.applied.changed = !same;
  const bool auto_heal = request.auto_heal.value_or(current == nullptr || current->auto_heal);
  outcome.applied.generation =
      same ? current->current.number : (current == nullptr ? 1 : current->current.number + 1);
  if (!same) {
    outcome.changes.emplace_back(PutGeneration{request.spec->name, "compose",
                                               next_generation(current, request, now), auto_heal});
  } else if (auto_heal != current->auto_heal) {
    outcome.changes.emplace_back(SetAutoHeal{request.spec->name, auto_heal});
  }
  set_running(outcome, current, request, now);
  if (current != nullptr) {
    for (const auto& [service, known] : current->intents) {
      if (!request.spec->services.contains(service))
        outcome.changes.emplace_back(ForgetIntent{request.spec->name, service});
    }
  }
  return outcome;
}

std::vector<Change> changes_of_verb(const model::Deployment& deployment,
                                    const std::vector<model::ServiceName>& services,
                                    const VerbRequest& request, core::WallTime now,
                                    core::Milliseconds engine_ahead) {
  const auto by_engine = now + engine_ahead;  // compared with times that the engine tells
  std::vector<Change> changes;
  const auto state =
      request.verb == Verb::stop ? model::IntentState::stopped : model::IntentState::running;
  for (const auto& service : services) {
    changes.emplace_back(
        SetIntent{deployment.name, service, intent(state, model::SetBy::api, request.caller, now)});
    if (request.verb == Verb::start &&
        (is_over(deployment, service) || was_interrupted(deployment, service)))
      changes.push_back(run_again(deployment, service, by_engine));
    if (request.verb == Verb::restart) changes.push_back(run_again(deployment, service, by_engine));
    if (request.verb == Verb::recreate) {
      auto facts = facts_of(deployment, service);
      facts.completed.reset();
      facts.failed_job_runs = 0;
      facts.recreate_after = by_engine;
      changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
    }
  }
  if (request.verb != Verb::restart) return changes;
  for (const auto& service : restarted_along(deployment, services)) {
    if (is_over(deployment, service)) continue;  // what is done does not run
    auto facts = facts_of(deployment, service);
    facts.restart_after = by_engine;
    changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
  }
  return changes;
}

}  // namespace reconcile
