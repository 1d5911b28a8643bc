// The tables of history.db: `series`, and `hours` with one row a series and hour. Those of the
// uptimes are in store/history_uptime.hpp.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/history_pending.hpp"
#include "store/migrations.hpp"
#include "store/sqlite.hpp"

#include <cstdint>
#include <span>

namespace store {

struct HistoryLimits {
  core::Milliseconds keep = std::chrono::hours(24 * 14);
  std::int64_t bytes_max = 512LL * 1024 * 1024;  // of history.db; the oldest hours go first
  bool operator==(const HistoryLimits&) const = default;
};

inline constexpr int history_step_rows = 500;

std::span<const Migration> history_migrations();

// In one transaction; a minute that is there already is replaced. The number of minutes that were
// left out because their series is new and there are `series_max`.
core::Result<std::int64_t> write_minutes(Connection& db, const MinutesBySeries& minutes,
                                         std::size_t series_max = history_series_max);

core::Result<PackedMinutes> read_minutes(Connection& db, const SeriesName& name, MinuteRange range);

// Old hours go, at most `history_step_rows` of them, series without any, uptimes older than
// monitor::uptime_kept whatever `limits` say, and free space; true where more is to be done. Hours
// of the future stay: a clock that is not set yet must not cost the past.
core::Result<bool> history_retention_step(Connection& db, const HistoryLimits& limits,
                                          core::WallTime now);

}  // namespace store
