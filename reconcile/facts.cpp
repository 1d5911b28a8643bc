#include "reconcile/facts.hpp"

#include "model/config_hash.hpp"
#include "reconcile/plan_look.hpp"
#include "reconcile/service_facts.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// An engine that hung, or a volume's driver, may finish a create that nobody waits for any more.
constexpr core::Milliseconds create_ends_within{15 * 60'000};

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

// That may end a container yet, though nobody waits for its answer.
bool is_open_end(const OwnCall& call) {
  return !call.answered && (call.verb == "stop" || call.verb == "restart" || call.verb == "remove");
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

std::vector<std::string> overtaken_calls(const model::DeploymentName& deployment,
                                         const model::Observation& seen, const Desire& desire,
                                         const LookedAt& context) {
  std::vector<std::string> keys;
  for (const auto& [key, call] : desire.own_calls) {
    if (call.deployment != deployment || !is_open_end(call)) continue;
    const auto begun = call.at + context.engine_ahead;
    const bool runs_anew = std::ranges::any_of(seen.containers, [&](const auto& container) {
      return container.id == call.subject && container.is_up() &&
             context.by_engine().is_before(begun, container.started_at);
    });
    if (runs_anew) keys.push_back(key);
  }
  return keys;
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
    const auto asked = service_facts(deployment, container.service()).restart_after;
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
    const auto asked = service_facts(deployment, container.service()).recreate_after;
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
    auto facts = service_facts(deployment, service);
    if (facts.converged_image == container.image_id) continue;
    facts.converged_image = container.image_id;
    changes.emplace_back(SetFacts{deployment.name, service, std::move(facts)});
  }
  return changes;
}

}  // namespace reconcile
