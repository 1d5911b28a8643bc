#include "reconcile/reminders.hpp"

#include "core/time_text.hpp"

#include <algorithm>

namespace reconcile {
namespace {

bool by_engine_client(const model::Intent& intent) {
  return intent.state == model::IntentState::stopped && intent.set_by == model::SetBy::engine;
}

// The last moment up to `to` at which a reminder was due; nothing before the first.
std::optional<core::WallTime> last_due(core::WallTime stopped_at, core::Milliseconds after,
                                       core::WallTime to) {
  const auto first = stopped_at + after;
  if (to < first) return std::nullopt;
  return first + remind_again_after * ((to - first) / remind_again_after);
}

model::Event reminder(const model::DeploymentName& deployment, const model::ServiceName& service,
                      const model::Intent& intent, core::WallTime now) {
  model::Event event;
  event.at = now;
  event.type = "intent.stopped_long";
  event.severity = model::Severity::warning;
  event.deployment = deployment;
  event.service = service;
  event.alert = model::Alert{"stopped/" + deployment + "/" + service, true};
  event.message = service + " has been stopped since " + core::local_text(intent.at) + " by " +
                  intent.by + "; start it with `evenkeel start " + deployment + " " + service +
                  "`, or make it deliberate with `evenkeel stop " + deployment + " " + service +
                  "`";
  return event;
}

}  // namespace

std::vector<model::Event> reminders_due(const Desire& desire, const ReminderSettings& settings,
                                        core::WallTime from, core::WallTime to) {
  std::vector<model::Event> due;
  for (const auto& [name, deployment] : desire.deployments) {
    for (const auto& [service, intent] : deployment.intents) {
      if (!by_engine_client(intent)) continue;
      const bool critical =
          model::criticality_of(deployment, service).value == model::Criticality::critical;
      const auto after =
          critical ? std::min(settings.after, settings.critical_after) : settings.after;
      const auto at = last_due(intent.at, after, to);
      if (at && *at > from) due.push_back(reminder(name, service, intent, to));
    }
  }
  return due;
}

}  // namespace reconcile
