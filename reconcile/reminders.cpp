#include "reconcile/reminders.hpp"

#include "core/time_text.hpp"

#include <algorithm>

namespace reconcile {
namespace {

constexpr std::size_t short_id = 12;

bool by_engine_client(const model::Intent& intent) {
  return intent.state == model::IntentState::stopped && intent.set_by == model::SetBy::engine;
}

void add_stopped(std::vector<Forgotten>& all, const model::Deployment& deployment) {
  for (const auto& [service, intent] : deployment.intents) {
    if (by_engine_client(intent))
      all.push_back({deployment.name, service, intent.at, {}, intent.by, ""});
  }
}

// Of several replicas the one that has been so for longest.
void add_paused(std::vector<Forgotten>& all, const model::Deployment& deployment) {
  std::map<model::ServiceName, Forgotten> paused;
  for (const auto& [id, record] : deployment.containers) {
    const bool is_to_run =
        deployment.find(record.service) != nullptr &&
        deployment.intent_of(record.service).state == model::IntentState::running;
    if (record.paused_at == core::WallTime{} || !is_to_run) continue;
    auto& one = paused[record.service];
    if (one.container.empty() || record.paused_at < one.since)
      one = {deployment.name, record.service, record.paused_at, {}, "", id};
  }
  for (auto& [service, one] : paused) all.push_back(std::move(one));
}

std::vector<Forgotten> forgotten_in(const Desire& desire, const ReminderSettings& settings) {
  std::vector<Forgotten> all;
  for (const auto& [name, deployment] : desire.deployments) {
    const auto first = static_cast<std::ptrdiff_t>(all.size());
    add_stopped(all, deployment);
    add_paused(all, deployment);
    for (auto one = all.begin() + first; one != all.end(); ++one) {
      const bool critical =
          model::criticality_of(deployment, one->service).value == model::Criticality::critical;
      one->first_due = one->since + (critical ? std::min(settings.after, settings.critical_after)
                                              : settings.after);
    }
  }
  return all;
}

// The last moment up to `to` at which a reminder was due; nothing before the first.
std::optional<core::WallTime> last_due(const Forgotten& one, core::WallTime to) {
  if (to < one.first_due) return std::nullopt;
  return one.first_due + remind_again_after * ((to - one.first_due) / remind_again_after);
}

std::string sentence_on(const Forgotten& one) {
  const auto place = one.deployment + " " + one.service;
  const auto since = core::local_text(one.since);
  const auto deliberate = ", or make it deliberate with `evenkeel stop " + place + "`";
  if (!one.container.empty())
    return one.service + " has been paused since " + since +
           "; let it go on with `docker unpause " + one.container.substr(0, short_id) + "`" +
           deliberate;
  return one.service + " has been stopped since " + since + " by " + one.by +
         "; start it with `evenkeel start " + place + "`" + deliberate;
}

std::string end_sentence_on(const Forgotten& one) {
  return one.service + (one.container.empty() ? " is no longer stopped" : " is no longer paused") +
         ", as it was from " + core::local_text(one.since) + ", or that is deliberate now";
}

model::Event reminder(const Forgotten& one, bool firing, core::WallTime now) {
  model::Event event;
  event.at = now;
  event.type = "intent.stopped_long";
  event.severity = model::Severity::warning;
  event.deployment = one.deployment;
  event.service = one.service;
  event.container = one.container;
  event.alert = model::Alert{one.key(), firing};
  event.message = firing ? sentence_on(one) : end_sentence_on(one);
  return event;
}

}  // namespace

std::string Forgotten::key() const {
  return (container.empty() ? "stopped/" : "paused/") + deployment + "/" + service;
}

std::map<std::string, Forgotten> reminded_of(const Desire& desire, const ReminderSettings& settings,
                                             core::WallTime until) {
  std::map<std::string, Forgotten> reminded;
  for (auto& one : forgotten_in(desire, settings)) {
    if (one.first_due <= until) reminded.emplace(one.key(), std::move(one));
  }
  return reminded;
}

std::vector<model::Event> reminders_due(const Desire& desire, const ReminderSettings& settings,
                                        core::WallTime from, core::WallTime to) {
  std::vector<model::Event> due;
  for (const auto& one : forgotten_in(desire, settings)) {
    const auto at = last_due(one, to);
    if (at && *at > from) due.push_back(reminder(one, true, to));
  }
  return due;
}

std::vector<model::Event> reminders_over(const std::map<std::string, Forgotten>& before,
                                         const std::map<std::string, Forgotten>& now,
                                         core::WallTime at) {
  std::vector<model::Event> over;
  for (const auto& [key, one] : before) {
    if (!now.contains(key)) over.push_back(reminder(one, false, at));
  }
  return over;
}

}  // namespace reconcile
