#include "reconcile/facts.hpp"

#include "model/config_hash.hpp"
#include "reconcile/plan_look.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// An engine that hung, or a volume's driver, may finish a create that nobody waits for any more.
constexpr core::Milliseconds create_ends_within{15 * 60'000};

model::ServiceFacts facts_of(const model::Deployment& deployment,
                             const model::ServiceName& service) {
  const auto found = deployment.facts.find(service);
  return found == deployment.facts.end() ? model::ServiceFacts{} : found->second;
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

model::ContainerRecord as_seen(model::ContainerRecord record, const model::Container& container,
                               const std::string& running_under, core::WallTime now) {
  if (!running_under.empty()) record.last_running_engine = running_under;
  if (record.generation == model::half_made && container.is_up()) record.generation = 0;
  if (container.state != model::ContainerState::paused)
    record.paused_at = {};
  else if (record.paused_at == core::WallTime{})
    record.paused_at = now;
  return record;
}

// Of what was not made by us, and of what was recorded before this was kept, once it proves to be
// as the current generation says.
void note_made_with(model::ContainerRecord& record, const model::Deployment& deployment,
                    const model::Observation& seen, const model::Container& container) {
  const auto* service = deployment.find(record.service);
  // Before its owner gives a newer file, what is written here is older than the container.
  const bool owner_knew = deployment.current.source.kind == model::SourceKind::compose &&
                          deployment.current.number > record.made_elsewhere;
  if (record.made_elsewhere != 0 && !owner_knew) return;
  if (!record.made_with.empty() || service == nullptr || record.generation == model::half_made ||
      !is_of_current_spec(deployment, seen, *service, container))
    return;
  record.made_with = model::made_with(*deployment.current.spec, *service);
}

// Somebody else may have made a container under the very name that an open create asked for: one
// that carries another configuration is his.
bool may_come_of(model::GenerationNumber generation, const model::Deployment& deployment,
                 const model::Observation& seen, const model::Container& container) {
  const auto* service = deployment.find(container.service());
  if (generation != deployment.current.number || service == nullptr ||
      service->config_hash.empty() || container.config_hash().empty())
    return true;
  const auto inspected = deployment.current.inspects.find(service->name);
  if (inspected != deployment.current.inspects.end() &&
      inspected->second.config_hash == container.config_hash())
    return true;
  return model::has_config_of(*service, container, seen);
}

// A create whose answer was lost. Begun later than now: before the clock was set back.
bool made_nothing(const OwnCall& call, const model::Deployment& deployment,
                  const model::Observation& seen, core::WallTime now) {
  if (call.answered || call.verb != "create" || call.deployment != deployment.name) return false;
  if (call.at <= now && now - call.at < create_ends_within) return false;
  return std::none_of(
      seen.containers.begin(), seen.containers.end(),
      [&](const model::Container& container) { return container.name == call.subject; });
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
      const auto calls = open_creates(desire, deployment.name, container.name);
      const auto begun_at = calls.empty() ? 0 : desire.own_calls.at(calls.back()).generation;
      if (!calls.empty() && may_come_of(begun_at, deployment, seen, container)) {
        const bool ran = container.ever_started() || container.is_up();
        const auto generation = ran ? begun_at : model::half_made;
        changes.emplace_back(RecordContainer{
            deployment.name, {container.id, container.service(), generation, running_under}});
        for (const auto& key : calls) changes.emplace_back(AnswerOwnCall{key});
      } else if (deployment.find(container.service()) != nullptr &&
                 context.by_engine().is_before(container.created_at,
                                               deployment.current.at + context.engine_ahead)) {
        changes.emplace_back(RecordContainer{
            deployment.name, {container.id, container.service(), 0, running_under}});
      }
    } else {
      auto record = as_seen(found->second, container, running_under, context.now);
      note_made_with(record, deployment, seen, container);
      if (!(record == found->second))
        changes.emplace_back(RecordContainer{deployment.name, std::move(record)});
    }
  }
  for (const auto& [key, call] : desire.own_calls) {
    if (made_nothing(call, deployment, seen, context.now)) changes.emplace_back(AnswerOwnCall{key});
  }
  return changes;
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
    if (context.ended_in_shutdown(container.finished_at)) continue;
    if (context.undecided.contains(container.id) || !deployment.containers.contains(container.id))
      continue;
    if (model::kind_of(deployment, service).value != model::ServiceKind::job) continue;
    if (was_told_to_end(deployment, container, context.by_engine(), context.engine_ahead)) continue;
    const auto facts = facts_of(deployment, service);
    if (container.exit_code != 0 || is_asked_anew(facts, container, context.by_engine())) continue;
    if (facts.completed && facts.completed->container == container.id &&
        context.by_engine().is_not_before(facts.completed->at, container.started_at))
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
    if (container.only_listed) continue;
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
                                              const WallOrder& by_engine) {
  std::set<model::ContainerId> ids;
  for (const auto& container : seen.containers) {
    if (!is_ours_to_know(deployment, container) || container.only_listed ||
        (container.state != model::ContainerState::running &&
         container.state != model::ContainerState::paused))
      continue;
    const auto asked = facts_of(deployment, container.service()).restart_after;
    if (by_engine.is_before(container.started_at, asked)) ids.insert(container.id);
  }
  return ids;
}

std::set<model::ContainerId> asked_to_replace(const model::Deployment& deployment,
                                              const model::Observation& seen,
                                              const WallOrder& by_engine) {
  std::set<model::ContainerId> ids;
  for (const auto& container : seen.containers) {
    if (!is_ours_to_know(deployment, container)) continue;
    const auto record = deployment.containers.find(container.id);
    const bool unfinished =
        record != deployment.containers.end() && record->second.generation == model::half_made;
    const auto asked = facts_of(deployment, container.service()).recreate_after;
    if (unfinished || by_engine.is_before(container.created_at, asked)) ids.insert(container.id);
  }
  return ids;
}

std::vector<Change> verbs_done(const model::Deployment& deployment, const model::Observation& seen,
                               const WallOrder& by_engine) {
  std::vector<Change> changes;
  constexpr core::WallTime never{};
  for (const auto& [service, before] : deployment.facts) {
    if (before.restart_after == never && before.recreate_after == never) continue;
    bool any = false, all_restarted = true, all_replaced = true;
    for (const auto& container : seen.containers) {
      if (!is_ours_to_know(deployment, container) || container.service() != service) continue;
      any = true;
      all_restarted =
          all_restarted && by_engine.is_not_before(container.started_at, before.restart_after);
      all_replaced =
          all_replaced && by_engine.is_not_before(container.created_at, before.recreate_after);
    }
    auto facts = before;
    if (any && all_restarted) facts.restart_after = never;
    if (any && all_replaced) facts.recreate_after = never;
    if (facts == before) continue;
    changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
  }
  return changes;
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
