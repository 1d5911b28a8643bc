// How long services were up, in history.db: `uptime_hours` with one row an hour and service, and
// `uptime_sights` with one row a service.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "monitor/ports.hpp"
#include "store/sqlite.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

namespace store {

extern const std::string_view history_schema_2;

using UptimesByService =
    std::map<std::pair<model::DeploymentName, model::ServiceName>, monitor::ServiceUptime>;

inline constexpr std::size_t uptime_services_max = 8'192;
inline constexpr std::size_t uptime_hours_max = 32 * 24 + 1;  // of a service

// Adds what is known now: an hour that is there already is replaced, and so is the last sight.
// Where there is no room the oldest hours go, and a service more is left out.
void put(UptimesByService& into, monitor::ServiceUptime uptime);

// In one transaction.
core::Status write_uptimes(Connection& db, const UptimesByService& uptimes);

// Hours and sights that are not older than `from`.
core::Result<UptimesByService> read_uptimes(Connection& db, core::WallTime from);

// Within a transaction of the caller: at most `rows_max` old rows of each table go; true where
// there may be more.
core::Result<bool> forget_uptimes_before(Connection& db, core::WallTime from, int rows_max);

}  // namespace store
