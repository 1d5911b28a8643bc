// The configuration as the parts take it. Pure.
#pragma once

#include "agent/config.hpp"
#include "heal/settings.hpp"
#include "reconcile/loop.hpp"
#include "reconcile/reminders.hpp"

namespace agent {

reconcile::LoopSettings loop_settings(const Config& config);
reconcile::ReminderSettings reminder_settings(const Config& config);
heal::Settings incident_settings(const Config& config);
// clamp(4 x cores, 4, 16) where the configuration leaves it open.
int engine_operations(const Config& config, unsigned cores);
reconcile::ConfiguredPolicy policy_for(const Config& config, const model::DeploymentName& name);

// Descriptors that looks at containers may hold: all but what everything else needs.
std::size_t descriptors_for_looks(std::size_t limit);

}  // namespace agent
