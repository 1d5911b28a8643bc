// A stop set by an engine client is not forgotten: the first reminder after a while, then one a
// day, until it is started or made deliberate. Pure, and without memory: what is due between two
// moments, so that a restart of the agent neither repeats nor loses one.
#pragma once

#include "model/event.hpp"
#include "reconcile/ledger.hpp"

#include <vector>

namespace reconcile {

struct ReminderSettings {
  core::Milliseconds after{std::chrono::hours(1)};              // reconcile.stopped_notice
  core::Milliseconds critical_after{std::chrono::minutes(15)};  // of critical services, at most
};
inline constexpr core::Milliseconds remind_again_after{std::chrono::hours(24)};

// One event for each service whose reminder became due after `from` and not after `to`.
std::vector<model::Event> reminders_due(const Desire& desire, const ReminderSettings& settings,
                                        core::WallTime from, core::WallTime to);

}  // namespace reconcile
