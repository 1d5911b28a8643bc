// What an engine client stopped or paused is not forgotten: the first reminder after a while, then
// one a day, until it goes on or is made deliberate. Pure: what is due between two moments, so that
// a restart of the agent neither repeats nor loses one.
#pragma once

#include "model/event.hpp"
#include "reconcile/ledger.hpp"

#include <map>
#include <string>
#include <vector>

namespace reconcile {

struct ReminderSettings {
  core::Milliseconds after{std::chrono::hours(1)};              // reconcile.stopped_notice
  core::Milliseconds critical_after{std::chrono::minutes(15)};  // of critical services, at most
};
inline constexpr core::Milliseconds remind_again_after{std::chrono::hours(24)};

// A service that does not run by the hand of an engine client.
struct Forgotten {
  model::DeploymentName deployment;
  model::ServiceName service;
  core::WallTime since, first_due;
  std::string by;                // who stopped it
  model::ContainerId container;  // that is paused; "": it is stopped

  std::string key() const;  // of the alert
  bool operator==(const Forgotten&) const = default;
};

// Those whose first reminder was due by `until`, by the alert's key.
std::map<std::string, Forgotten> reminded_of(const Desire& desire, const ReminderSettings& settings,
                                             core::WallTime until);

// One event for each service whose reminder became due after `from` and not after `to`.
std::vector<model::Event> reminders_due(const Desire& desire, const ReminderSettings& settings,
                                        core::WallTime from, core::WallTime to);

// One event for each that was reminded of before, and is not any more.
std::vector<model::Event> reminders_over(const std::map<std::string, Forgotten>& before,
                                         const std::map<std::string, Forgotten>& now,
                                         core::WallTime at);

}  // namespace reconcile
