// What the ends of containers say of their services: done, failed, or nothing.
#include "reconcile/absence.hpp"
#include "reconcile/facts.hpp"
#include "reconcile/service_facts.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// With which what ran ends where its engine died, or the host did (ENGINE.md 2).
constexpr int died_with_engine = 255;

model::ServiceFacts with_failed_run(model::ServiceFacts facts, model::GenerationNumber generation,
                                    model::FailedRun run) {
  if (facts.failed_job_generation != generation) facts.failed_job_runs = 0;
  facts.failed_job_generation = generation;
  ++facts.failed_job_runs;
  facts.failed_run = std::move(run);
  return facts;
}

// A verb asked for another run than this container's last, or for another container.
bool is_asked_anew(const model::ServiceFacts& facts, const model::Container& container,
                   const WallOrder& by_engine) {
  return by_engine.is_before(container.started_at, facts.restart_after) ||
         by_engine.is_before(container.created_at, facts.recreate_after);
}

model::GenerationNumber generation_of(const model::Deployment& deployment,
                                      const model::ContainerId& id) {
  const auto found = deployment.containers.find(id);
  return found == deployment.containers.end()
             ? deployment.current.number
             : std::max(found->second.generation, model::GenerationNumber{1});
}

// An apply asks for a run of its own; what the owner's tools changed elsewhere does not.
bool is_of_older_word(const model::Deployment& deployment, const model::Container& container,
                      const LookedAt& context) {
  return deployment.current.source.kind == model::SourceKind::compose &&
         !context.by_engine().is_not_before(container.started_at,
                                            deployment.current.at + context.engine_ahead);
}

bool is_completion_counted(const model::ServiceFacts& facts, const model::Container& container,
                           const WallOrder& by_engine) {
  return facts.completed && facts.completed->container == container.id &&
         by_engine.is_not_before(facts.completed->at, container.started_at);
}

// It failed by itself, and nobody has counted that.
bool has_failed_unheard(const model::Deployment& deployment, const model::Container& container,
                        const LookedAt& context) {
  const int code = container.exit_code;
  if (code == 0 || code == died_with_engine || !container.error.empty()) return false;
  if (ended_like_a_stop(code) && context.ended_in_shutdown(container.finished_at)) return false;
  if (context.ended_by_us.contains(container.id)) return false;
  if (is_of_older_word(deployment, container, context)) return false;
  return !is_failure_counted(deployment, container, context.by_engine());
}

bool has_completed_unheard(const model::ServiceFacts& facts, const model::Container& container,
                           const LookedAt& context) {
  return container.exit_code == 0 && !context.ended_in_shutdown(container.finished_at) &&
         !is_completion_counted(facts, container, context.by_engine());
}

}  // namespace

bool is_failure_counted(const model::Deployment& deployment, const model::Container& container,
                        const WallOrder& by_engine) {
  const auto facts = service_facts(deployment, container.service());
  // As evenkeel counted before it noted which run it was.
  if (!facts.failed_run)
    return facts.failed_job_runs > 0 && facts.failed_job_generation == deployment.current.number;
  const auto& counted = *facts.failed_run;
  const bool same = counted.container == container.id;
  // Of its siblings, what ended before that was counted with it or before it.
  return container.ever_started() &&
         by_engine.is_not_before(counted.at, same ? container.started_at : container.finished_at);
}

bool was_told_to_end(const model::Deployment& deployment, const model::Container& container,
                     const WallOrder& by_engine, core::Milliseconds engine_ahead) {
  const auto record = deployment.containers.find(container.id);
  if (record != deployment.containers.end() && record->second.signaled) return true;
  const auto service = container.service();
  if (deployment.find(service) == nullptr) return false;
  const auto& intent = deployment.intent_of(service);
  return intent.state == model::IntentState::stopped &&
         by_engine.is_not_before(intent.at + engine_ahead, container.started_at);
}

std::vector<Change> ended_jobs(const model::Deployment& deployment, const model::Observation& seen,
                               const LookedAt& context) {
  std::vector<Change> changes;
  for (const auto& container : seen.containers) {
    const auto service = container.service();
    if (!is_ours_to_know(deployment, container) || deployment.find(service) == nullptr) continue;
    if (container.state != model::ContainerState::exited || !container.ever_started()) continue;
    if (context.undecided.contains(container.id) || !deployment.containers.contains(container.id))
      continue;
    if (model::kind_of(deployment, service).value != model::ServiceKind::job) continue;
    if (was_told_to_end(deployment, container, context.by_engine(), context.engine_ahead)) continue;
    const auto facts = service_facts(deployment, service);
    if (is_asked_anew(facts, container, context.by_engine())) continue;
    if (!has_completed_unheard(facts, container, context) &&
        !has_failed_unheard(deployment, container, context))
      continue;
    auto more = facts_of_death(deployment, service, container.id, container.exit_code,
                               container.finished_at);
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
    if (container.only_listed) continue;
    auto facts = service_facts(deployment, service);
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
  auto facts = service_facts(deployment, service);
  const bool job = model::kind_of(deployment, service).value == model::ServiceKind::job;
  const model::FailedRun run{id, at};
  if (exit_code == 0 && (job || model::may_complete(deployment, service))) {
    facts.completed = model::Completed{id, generation_of(deployment, id), at, 0};
    changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
  } else if (exit_code != 0 && job && facts.failed_run != run) {
    changes.emplace_back(
        SetFacts{deployment.name, service,
                 with_failed_run(std::move(facts), deployment.current.number, run)});
  }
  return changes;
}

}  // namespace reconcile
