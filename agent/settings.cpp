#include "agent/settings.hpp"

#include <algorithm>

namespace agent {

reconcile::LoopSettings loop_settings(const Config& config) {
  reconcile::LoopSettings settings;
  settings.plan.backoff = config.reconcile.backoff;
  settings.plan.attempts = config.heal.attempts;
  settings.plan.grace_after_start = config.heal.grace_after_start;
  settings.plan.grace_after_boot = config.heal.grace_after_boot;
  settings.plan.heal = config.heal.mode;
  settings.plan.allow = config.heal.allow;
  settings.plan.settle = config.reconcile.settle;
  settings.plan.settle_max = config.reconcile.settle_max;
  settings.resync = config.reconcile.resync;
  settings.budget_actions = config.heal.budget_actions;
  settings.budget_per = config.heal.budget_per;
  settings.observe_only = config.reconcile.observe_only;
  return settings;
}

reconcile::ReminderSettings reminder_settings(const Config& config) {
  reconcile::ReminderSettings settings;
  settings.after = config.reconcile.stopped_notice;
  return settings;
}

heal::Settings incident_settings(const Config& config) {
  heal::Settings settings;
  settings.stability = config.heal.stability;
  settings.recurrence = config.heal.recurrence;
  return settings;
}

int engine_operations(const Config& config, unsigned cores) {
  if (config.reconcile.concurrency) return *config.reconcile.concurrency;
  return std::clamp(4 * static_cast<int>(cores), 4, 16);
}

std::size_t descriptors_for_looks(std::size_t limit) {
  constexpr std::size_t for_others = 512;
  return limit > 2 * for_others ? limit - for_others : limit / 2;
}

reconcile::ConfiguredPolicy policy_for(const Config& config, const model::DeploymentName& name) {
  auto policy = configured_policy(config, name);
  return {std::move(policy.policy), std::move(policy.services)};
}

}  // namespace agent
