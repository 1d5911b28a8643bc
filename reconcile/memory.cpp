#include "reconcile/memory.hpp"

#include "reconcile/restart_policy.hpp"

#include <algorithm>
#include <set>

namespace reconcile {
namespace {

void mark_down(ContainerMemory& one, core::Instant now) {
  one.up = false;
  one.told_start.reset();
  if (!one.down_since) one.down_since = now.mono;
  one.unhealthy_since.reset();
  one.well_since.reset();
}

void mark_up(ContainerMemory& one, core::Instant now) {
  if (!one.up) one.up_since = now.mono;
  one.up = one.was_up = true;
  one.comes_back = one.starts_no_more = false;
  one.down_since.reset();
}

bool ran_long_enough(const ContainerMemory& one, const core::BackoffSettings& backoff,
                     core::Instant now) {
  return one.up && now.mono - one.up_since >= backoff.reset_after;
}

void count_death(ContainerMemory& one, int exit_code, core::Instant now) {
  ++one.deaths;
  one.last_death = now.mono;
  one.last_exit_code = exit_code;
}

// RestartCount tells of deaths whose events were lost; those that were told are not counted twice.
void follow_restart_count(ContainerMemory& one, const model::Container& seen, core::Instant now) {
  const int grown = seen.restart_count - one.restart_count.value_or(seen.restart_count);
  for (int untold = grown - one.deaths_since_count; untold > 0; --untold)
    count_death(one, seen.exit_code, now);
  one.restart_count = seen.restart_count;
  one.deaths_since_count = 0;
}

void follow_health(ContainerMemory& one, const model::Container& seen, core::Instant now) {
  const bool ill = seen.state == model::ContainerState::running && seen.is_ill();
  const bool well = seen.state == model::ContainerState::running && seen.is_proven_well();
  if (!ill) one.unhealthy_since.reset();
  if (!well) one.well_since.reset();
  if (ill && !one.unhealthy_since) one.unhealthy_since = now.mono;
  if (well && !one.well_since) one.well_since = now.mono;
  const bool eased = ill && seen.failing_streak > 0 && seen.failing_streak < one.failing_streak;
  if (ill && (eased || shows_progress(seen.health_log))) one.last_progress = now.mono;
  one.failing_streak = seen.failing_streak;
}

void follow_state(ContainerMemory& one, const model::Container& seen, bool first_look,
                  core::Instant now) {
  if (seen.is_up()) {
    mark_up(one, now);
    const bool runs = seen.state == model::ContainerState::running;
    if (runs && now.mono - one.up_since >= proving_time) one.hopeless.reset();
  } else {
    if (one.up && !first_look) count_death(one, seen.exit_code, now);
    mark_down(one, now);
    if (now.mono - *one.down_since >= engines_turn) one.engine_restarts = false;
  }
}

void reset_what_ran_long(ContainerMemory& one, const core::BackoffSettings& backoff,
                         core::Instant now) {
  if (ran_long_enough(one, backoff, now)) one.deaths = 0;
  if (one.well_since && now.mono - *one.well_since >= backoff.reset_after) one.remedies = 0;
}

void end_failed_attempts(Attempts& memory) {
  memory.failures = 0;
  memory.last_fault.reset();
  memory.needs_operator_since.reset();
}

void forget_gone(ServiceMemory& memory, const std::set<model::ContainerId>& present) {
  std::erase_if(memory.containers, [&](const auto& entry) {
    const bool gone = present.count(entry.first) == 0;
    if (gone && entry.second.comes_back) ++memory.successors_due;
    return gone;
  });
}

// What nobody could end has ended: by its operator's hand, or by itself.
void end_what_waited_for_an_end(ServiceMemory& memory) {
  if (memory.last_fault && memory.last_fault->kind == model::FaultKind::end_unseen)
    end_failed_attempts(memory);
}

// Where the engine was restarted meanwhile, nobody told.
void look_for_awaited_ends(Memory& memory, const model::Observation& seen) {
  for (auto& [name, service] : memory.services) {
    bool some_down = false, some_held = false;
    for (const auto& container : seen.containers) {
      if (service.containers.count(container.id) == 0) continue;
      some_down = some_down || !container.is_up();
      some_held = some_held || container.state == model::ContainerState::restarting;
    }
    if (some_down && !some_held) end_what_waited_for_an_end(service);
  }
}

}  // namespace

const ServiceMemory& Memory::of(const model::ServiceName& service) const {
  static const ServiceMemory nothing;
  const auto it = services.find(service);
  return it == services.end() ? nothing : it->second;
}

const ContainerMemory& Memory::of(const model::ServiceName& service,
                                  const model::ContainerId& id) const {
  static const ContainerMemory nothing;
  const auto& containers = of(service).containers;
  const auto it = containers.find(id);
  return it == containers.end() ? nothing : it->second;
}

const Attempts& Memory::of_object(const std::string& object) const {
  static const Attempts nothing;
  const auto it = objects.find(object);
  return it == objects.end() ? nothing : it->second;
}

bool Memory::comes_back(const model::ServiceName& service) const {
  const auto& memory = of(service);
  if (memory.needs_operator_since) return false;
  return memory.successors_due > 0 ||
         std::any_of(memory.containers.begin(), memory.containers.end(),
                     [](const auto& entry) { return entry.second.comes_back; });
}

void note_attempt_failed(Attempts& memory, const model::Fault& fault, int attempts,
                         core::Instant now) {
  if (fault.klass == model::FaultClass::engine) return;
  const bool leads_on = fault.klass == model::FaultClass::repairable &&
                        (!memory.last_fault || memory.last_fault->kind != fault.kind);
  memory.last_fault = fault;
  if (leads_on) return;
  ++memory.failures;
  memory.last_attempt = now.mono;
  const bool hopeless = fault.klass == model::FaultClass::config || memory.failures >= attempts;
  if (hopeless && !memory.needs_operator_since) memory.needs_operator_since = now.mono;
}

void note_start_refused(ServiceMemory& memory, const model::ContainerId& id,
                        const model::Fault& fault) {
  if (!id.empty() && fault.kind == model::FaultKind::task_exists &&
      fault.klass == model::FaultClass::repairable)
    memory.containers[id].starts_no_more = true;
}

void note_removed(ServiceMemory& memory, const model::ContainerId& id) {
  const auto found = memory.containers.find(id);
  if (found == memory.containers.end()) return;
  if (found->second.comes_back) ++memory.successors_due;
  memory.containers.erase(found);
}

void note_converged(Memory& memory) {
  for (auto& [name, service] : memory.services) {
    service.successors_due = 0;
    for (auto& [id, one] : service.containers) one.comes_back = false;
  }
}

void note_started(ServiceMemory& memory, const model::ContainerId& id, core::Instant now) {
  auto& one = memory.containers[id];
  if (!one.was_up && memory.successors_due > 0) --memory.successors_due;
  one.up = false;
  mark_up(one, now);
  one.told_start = now.mono;
  one.engine_restarts = false;
  end_failed_attempts(memory);
}

bool has_followed(const ContainerMemory& one, const ContainerMemory& other) {
  return one.up && other.up && one.told_start && *one.told_start > other.up_since;
}

void note_death(ServiceMemory& memory, const model::ContainerId& id, int exit_code,
                core::Instant now, const core::BackoffSettings& backoff) {
  auto& one = memory.containers[id];
  if (!one.up) return;
  end_what_waited_for_an_end(memory);
  if (ran_long_enough(one, backoff, now)) one.deaths = 0;
  count_death(one, exit_code, now);
  ++one.deaths_since_count;
  mark_down(one, now);
}

void note_death_after_all(ServiceMemory& memory, const model::ContainerId& id, int exit_code,
                          core::Instant now, const core::BackoffSettings& backoff) {
  auto& one = memory.containers[id];
  if (one.up) return;
  one.up = true;
  note_death(memory, id, exit_code, now, backoff);
}

void note_engines_turn(ServiceMemory& memory, const model::ContainerId& id,
                       const model::RestartPolicy& policy, int exit_code) {
  auto& one = memory.containers[id];
  const int restarts = one.restart_count.value_or(0) + std::max(0, one.deaths_since_count - 1);
  one.engine_restarts = policy_acts(policy, exit_code, restarts);
}

void note_stopped(ServiceMemory& memory, const model::ContainerId& id, core::Instant now) {
  end_what_waited_for_an_end(memory);
  mark_down(memory.containers[id], now);
  memory.containers[id].engine_restarts = false;
}

void note_remedy(ServiceMemory& memory, const model::ContainerId& id, core::Instant now) {
  auto& one = memory.containers[id];
  ++one.remedies;
  one.last_remedy = now.mono;
  one.unhealthy_since.reset();
  one.failing_streak = 0;
}

void note_engine_lost(Memory& memory) {
  for (auto& [name, service] : memory.services) {
    for (auto& [id, one] : service.containers) {
      one.up = false;
      one.told_start.reset();
    }
  }
}

void forget_failures(ServiceMemory& memory) {
  end_failed_attempts(memory);
  for (auto& [id, one] : memory.containers) {
    one.deaths = one.remedies = 0;
    one.hopeless.reset();
  }
}

void note_observation(Memory& memory, const model::Observation& seen,
                      const model::DeploymentName& deployment,
                      const core::BackoffSettings& backoff) {
  std::map<model::ServiceName, std::set<model::ContainerId>> present;
  for (const auto& container : seen.containers) {
    if (container.project() != deployment || container.oneoff()) continue;
    const auto service = container.service();
    present[service].insert(container.id);
    auto& containers = memory.services[service].containers;
    const bool first_look = containers.count(container.id) == 0;
    auto& one = containers[container.id];
    follow_restart_count(one, container, seen.at);
    follow_state(one, container, first_look, seen.at);
    follow_health(one, container, seen.at);
    reset_what_ran_long(one, backoff, seen.at);
  }
  for (auto& [name, service] : memory.services) {
    forget_gone(service, present[name]);
  }
  look_for_awaited_ends(memory, seen);
}

}  // namespace reconcile
