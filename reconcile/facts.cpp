#include "reconcile/facts.hpp"

#include <algorithm>

namespace reconcile {
namespace {

model::ServiceFacts facts_of(const model::Deployment& deployment,
                             const model::ServiceName& service) {
  const auto found = deployment.facts.find(service);
  return found == deployment.facts.end() ? model::ServiceFacts{} : found->second;
}

const OwnCall* begun_create(const Desire& desire, const model::DeploymentName& deployment,
                            const model::Container& container) {
  for (const auto& [key, call] : desire.own_calls) {
    if (!call.answered && call.deployment == deployment && call.verb == "create" &&
        call.subject == container.name)
      return &call;
  }
  return nullptr;
}

bool is_ours_to_know(const model::Deployment& deployment, const model::Container& container) {
  return container.project() == deployment.name && !container.oneoff();
}

model::ServiceFacts with_failed_run(model::ServiceFacts facts, model::GenerationNumber generation) {
  if (facts.failed_job_generation != generation) facts.failed_job_runs = 0;
  facts.failed_job_generation = generation;
  ++facts.failed_job_runs;
  return facts;
}

// A verb asked for another run than this container's last, or for another container. Later than now
// was asked before the clock was set back, and would be done for ever.
bool is_asked_anew(const model::ServiceFacts& facts, const model::Container& container,
                   core::WallTime by_engine) {
  return (container.started_at < facts.restart_after && facts.restart_after <= by_engine) ||
         (container.created_at < facts.recreate_after && facts.recreate_after <= by_engine);
}

model::GenerationNumber generation_of(const model::Deployment& deployment,
                                      const model::ContainerId& id) {
  const auto found = deployment.containers.find(id);
  return found == deployment.containers.end()
             ? deployment.current.number
             : std::max(found->second.generation, model::GenerationNumber{1});
}

model::ContainerRecord as_seen(model::ContainerRecord record, const model::Container& container,
                               const std::string& running_under, core::WallTime now) {
  if (!running_under.empty()) record.last_running_engine = running_under;
  if (container.state != model::ContainerState::paused)
    record.paused_at = {};
  else if (record.paused_at == core::WallTime{})
    record.paused_at = now;
  return record;
}

}  // namespace

std::vector<Change> records_from_look(const model::Deployment& deployment,
                                      const model::Observation& seen, const Desire& desire,
                                      const LookedAt& context) {
  std::vector<Change> changes;
  for (const auto& container : seen.containers) {
    if (!is_ours_to_know(deployment, container)) continue;
    const auto running_under =
        container.state == model::ContainerState::running ? context.engine_start : std::string();
    const auto found = deployment.containers.find(container.id);
    if (found == deployment.containers.end()) {
      const auto* call = begun_create(desire, deployment.name, container);
      if (call != nullptr) {
        const auto generation = container.ever_started() ? call->generation : model::half_made;
        changes.emplace_back(RecordContainer{
            deployment.name, {container.id, container.service(), generation, running_under}});
        changes.emplace_back(AnswerOwnCall{call->key});
      } else if (deployment.find(container.service()) != nullptr &&
                 container.created_at < deployment.current.at) {
        changes.emplace_back(RecordContainer{
            deployment.name, {container.id, container.service(), 0, running_under}});
      }
    } else if (auto record = as_seen(found->second, container, running_under, context.now);
               !(record == found->second)) {
      changes.emplace_back(RecordContainer{deployment.name, std::move(record)});
    }
  }
  return changes;
}

std::vector<Change> ended_jobs(const model::Deployment& deployment, const model::Observation& seen,
                               const LookedAt& context) {
  std::vector<Change> changes;
  for (const auto& container : seen.containers) {
    const auto service = container.service();
    if (!is_ours_to_know(deployment, container) || deployment.find(service) == nullptr) continue;
    if (container.state != model::ContainerState::exited || !container.ever_started()) continue;
    if (context.ended_in_shutdown(container.finished_at)) continue;
    if (context.undecided.contains(container.id) || !deployment.containers.contains(container.id))
      continue;
    if (model::kind_of(deployment, service).value != model::ServiceKind::job) continue;
    const auto facts = facts_of(deployment, service);
    if (container.exit_code != 0 || is_asked_anew(facts, container, context.by_engine())) continue;
    if (facts.completed && facts.completed->container == container.id &&
        facts.completed->at >= container.started_at)
      continue;
    auto more = facts_of_death(deployment, service, container.id, 0, container.finished_at);
    changes.insert(changes.end(), more.begin(), more.end());
  }
  return changes;
}

std::vector<Change> overtaken_ends(const model::Deployment& deployment,
                                   const model::Observation& seen, const LookedAt& context) {
  std::vector<Change> changes;
  for (const auto& container : seen.containers) {
    const auto service = container.service();
    if (!is_ours_to_know(deployment, container) || container.is_up()) continue;
    auto facts = facts_of(deployment, service);
    const bool done = facts.completed && facts.completed->container == container.id;
    if (!done && facts.failed_job_runs == 0) continue;
    if (!is_asked_anew(facts, container, context.by_engine())) continue;
    facts.completed.reset();
    facts.failed_job_runs = 0;
    changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
  }
  return changes;
}

std::vector<Change> facts_of_death(const model::Deployment& deployment,
                                   const model::ServiceName& service, const model::ContainerId& id,
                                   int exit_code, core::WallTime at) {
  std::vector<Change> changes;
  if (deployment.find(service) == nullptr) return changes;
  auto facts = facts_of(deployment, service);
  const bool job = model::kind_of(deployment, service).value == model::ServiceKind::job;
  if (exit_code == 0 && (job || model::may_complete(deployment, service))) {
    facts.completed = model::Completed{id, generation_of(deployment, id), at, 0};
    changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
  } else if (exit_code != 0 && job) {
    changes.emplace_back(SetFacts{deployment.name, service,
                                  with_failed_run(std::move(facts), deployment.current.number)});
  }
  return changes;
}

std::set<model::ContainerId> asked_to_restart(const model::Deployment& deployment,
                                              const model::Observation& seen,
                                              core::WallTime by_engine) {
  std::set<model::ContainerId> ids;
  for (const auto& container : seen.containers) {
    if (!is_ours_to_know(deployment, container) ||
        (container.state != model::ContainerState::running &&
         container.state != model::ContainerState::paused))
      continue;
    const auto asked = facts_of(deployment, container.service()).restart_after;
    if (container.started_at < asked && asked <= by_engine) ids.insert(container.id);
  }
  return ids;
}

std::set<model::ContainerId> asked_to_replace(const model::Deployment& deployment,
                                              const model::Observation& seen,
                                              core::WallTime by_engine) {
  std::set<model::ContainerId> ids;
  for (const auto& container : seen.containers) {
    if (!is_ours_to_know(deployment, container)) continue;
    const auto record = deployment.containers.find(container.id);
    const bool unfinished =
        record != deployment.containers.end() && record->second.generation == model::half_made;
    const auto asked = facts_of(deployment, container.service()).recreate_after;
    if (unfinished || (container.created_at < asked && asked <= by_engine))
      ids.insert(container.id);
  }
  return ids;
}

std::vector<Change> converged_images(const model::Deployment& deployment,
                                     const model::Observation& seen) {
  std::vector<Change> changes;
  for (const auto& container : seen.containers) {
    const auto service = container.service();
    if (!is_ours_to_know(deployment, container) || !container.is_up() ||
        deployment.find(service) == nullptr)
      continue;
    auto facts = facts_of(deployment, service);
    if (facts.converged_image == container.image_id) continue;
    facts.converged_image = container.image_id;
    changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
  }
  return changes;
}

}  // namespace reconcile
