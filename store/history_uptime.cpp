#include "store/history_uptime.hpp"

#include "store/history_hour.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace store {

// The key begins with the hour, as that of `hours`: what is written together lies together.
const std::string_view history_schema_2 = R"sql(
CREATE TABLE uptime_hours (
  hour INTEGER NOT NULL,        -- since 1970
  deployment TEXT NOT NULL,
  service TEXT NOT NULL,
  up_ms INTEGER NOT NULL,
  down_ms INTEGER NOT NULL,
  PRIMARY KEY (hour, deployment, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE uptime_sights (
  deployment TEXT NOT NULL,
  service TEXT NOT NULL,
  seen_at INTEGER NOT NULL,     -- milliseconds since 1970
  seen_mono INTEGER NOT NULL,   -- milliseconds since the boot
  boot TEXT NOT NULL,
  duty INTEGER NOT NULL,        -- monitor::Duty
  started_at INTEGER NOT NULL,  -- milliseconds since 1970
  PRIMARY KEY (deployment, service)
) STRICT, WITHOUT ROWID;
)sql";

namespace {

using monitor::LastSight;
using monitor::ServiceUptime;
using monitor::UptimeHour;

void put_hour(std::vector<UptimeHour>& hours, const UptimeHour& hour) {
  const auto at = std::lower_bound(
      hours.begin(), hours.end(), hour,
      [](const UptimeHour& one, const UptimeHour& other) { return one.hour < other.hour; });
  if (at != hours.end() && at->hour == hour.hour)
    *at = hour;
  else
    hours.insert(at, hour);
}

core::Status write_hours(Connection& db, const ServiceUptime& uptime) {
  for (const auto& hour : uptime.hours) {
    auto done = db.run(
        "INSERT INTO uptime_hours VALUES (?, ?, ?, ?, ?) ON CONFLICT (hour, deployment, service) "
        "DO UPDATE SET up_ms = excluded.up_ms, down_ms = excluded.down_ms",
        {hour.hour, uptime.deployment, uptime.service, std::int64_t{hour.up_ms},
         std::int64_t{hour.down_ms}});
    if (!done) return done;
  }
  return {};
}

core::Status write_sight(Connection& db, const ServiceUptime& uptime) {
  if (!uptime.last) return {};
  const auto& last = *uptime.last;
  return db.run(
      "INSERT INTO uptime_sights VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (deployment, service) DO "
      "UPDATE SET seen_at = excluded.seen_at, seen_mono = excluded.seen_mono, boot = "
      "excluded.boot, duty = excluded.duty, started_at = excluded.started_at",
      {uptime.deployment, uptime.service, last.at.wall,
       std::int64_t{last.at.mono.time_since_epoch().count()}, last.boot,
       static_cast<int>(last.sight.duty), last.sight.started_at});
}

std::uint32_t milliseconds_of(std::int64_t number) {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(number, 0, std::numeric_limits<std::uint32_t>::max()));
}

monitor::Duty duty_of(std::int64_t number) {
  using enum monitor::Duty;
  for (const auto duty : {up, down, not_due}) {
    if (number == static_cast<std::int64_t>(duty)) return duty;
  }
  return unseen;
}

ServiceUptime& find_or_add(UptimesByService& among, const std::string& deployment,
                           const std::string& service) {
  auto& uptime = among[{deployment, service}];
  uptime.deployment = deployment;
  uptime.service = service;
  return uptime;
}

core::Status read_hours(Connection& db, core::WallTime from, UptimesByService& found) {
  return db.read(
      "SELECT deployment, service, hour, up_ms, down_ms FROM uptime_hours WHERE hour >= ? "
      "ORDER BY hour, deployment, service",
      {hour_of(from)}, [&](const Row& row) -> core::Status {
        auto& uptime = find_or_add(found, row.text(0), row.text(1));
        uptime.hours.push_back({static_cast<HourNumber>(row.integer(2)),
                                milliseconds_of(row.integer(3)), milliseconds_of(row.integer(4))});
        return {};
      });
}

core::Status read_sights(Connection& db, core::WallTime from, UptimesByService& found) {
  return db.read(
      "SELECT deployment, service, seen_at, seen_mono, boot, duty, started_at FROM uptime_sights "
      "WHERE seen_at >= ?",
      {from}, [&](const Row& row) -> core::Status {
        LastSight last;
        last.at = {row.time(2), core::MonoTime(core::Milliseconds(row.integer(3)))};
        last.boot = row.text(4);
        last.sight = {duty_of(row.integer(5)), row.time(6)};
        find_or_add(found, row.text(0), row.text(1)).last = std::move(last);
        return {};
      });
}

}  // namespace

void put(UptimesByService& into, ServiceUptime uptime) {
  const std::pair key(uptime.deployment, uptime.service);
  const auto known = into.find(key);
  if (known == into.end()) {
    if (into.size() < uptime_services_max) into.emplace(key, std::move(uptime));
    return;
  }
  auto& hours = known->second.hours;
  for (const auto& hour : uptime.hours) put_hour(hours, hour);
  if (hours.size() > uptime_hours_max)
    hours.erase(hours.begin(), hours.end() - static_cast<std::ptrdiff_t>(uptime_hours_max));
  if (uptime.last) known->second.last = std::move(uptime.last);
}

core::Status write_uptimes(Connection& db, const UptimesByService& uptimes) {
  if (uptimes.empty()) return {};
  auto transaction = Transaction::begin(db);
  if (!transaction) return transaction.error();
  for (const auto& [name, uptime] : uptimes) {
    if (auto done = write_hours(db, uptime); !done) return done;
    if (auto done = write_sight(db, uptime); !done) return done;
  }
  return transaction->commit();
}

core::Result<UptimesByService> read_uptimes(Connection& db, core::WallTime from) {
  UptimesByService found;
  auto transaction = Transaction::begin_reading(db);
  if (!transaction) return transaction.error();
  if (auto done = read_hours(db, from, found); !done) return done.error();
  if (auto done = read_sights(db, from, found); !done) return done.error();
  return found;
}

core::Result<bool> forget_uptimes_before(Connection& db, core::WallTime from, int rows_max) {
  auto done = db.run(
      "DELETE FROM uptime_hours WHERE (hour, deployment, service) IN (SELECT hour, deployment, "
      "service FROM uptime_hours WHERE hour < ? ORDER BY hour, deployment, service LIMIT ?)",
      {hour_of(from), rows_max});
  if (!done) return done.error();
  const bool more_hours = db.rows_changed() == rows_max;
  done = db.run(
      "DELETE FROM uptime_sights WHERE (deployment, service) IN (SELECT deployment, service FROM "
      "uptime_sights WHERE seen_at < ? LIMIT ?)",
      {from, rows_max});
  if (!done) return done.error();
  return more_hours || db.rows_changed() == rows_max;
}

}  // namespace store
