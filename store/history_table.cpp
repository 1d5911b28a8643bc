#include "store/history_table.hpp"

#include "store/file_space.hpp"
#include "store/history_uptime.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace store {
namespace {

// The key begins with the hour: what is written together lies together, and so does what expires.
// A reader of one series looks up each of its hours. No foreign key: removing a series would look
// through all hours.
constexpr std::string_view history_schema_1 = R"sql(
CREATE TABLE series (
  id INTEGER NOT NULL PRIMARY KEY,
  subject TEXT NOT NULL,
  metric TEXT NOT NULL,
  newest INTEGER NOT NULL, -- hour since 1970; none of its hours is later
  UNIQUE (subject, metric)
) STRICT;

CREATE TABLE hours (
  hour INTEGER NOT NULL,   -- since 1970
  series INTEGER NOT NULL,
  minutes BLOB NOT NULL,   -- 60 times min, mean, max, last; see store/history_hour
  PRIMARY KEY (hour, series)
) STRICT, WITHOUT ROWID;
)sql";

struct HourRow {
  HourNumber hour = 0;
  std::int64_t series = 0;
  std::span<const PackedMinute> minutes;  // all of this hour
};

core::Status check_size(Connection& db, const std::string& hour) {
  if (hour.size() == hour_bytes) return {};
  return core::Error{core::Errc::corrupt, "reading " + db.file().string() + ": an hour of " +
                                              std::to_string(hour.size()) + " bytes"};
}

// Empty where there is no such hour.
core::Result<std::string> read_row(Connection& db, HourNumber hour, std::int64_t series) {
  std::string found;
  auto done = db.read("SELECT minutes FROM hours WHERE hour = ? AND series = ?", {hour, series},
                      [&](const Row& row) -> core::Status {
                        found = row.text(0);
                        return check_size(db, found);
                      });
  if (!done) return done.error();
  return found;
}

core::Status write_row(Connection& db, const HourRow& row) {
  auto hour = read_row(db, row.hour, row.series);
  if (!hour) return hour.error();
  if (hour->empty()) *hour = empty_hour();
  for (const auto& minute : row.minutes) write_into(*hour, minute);
  return db.run(
      "INSERT INTO hours VALUES (?, ?, CAST(? AS BLOB)) "
      "ON CONFLICT (hour, series) DO UPDATE SET minutes = excluded.minutes",
      {row.hour, row.series, *hour});
}

core::Result<std::int64_t> find_series(Connection& db, const SeriesName& name) {
  return db.number("SELECT id FROM series WHERE subject = ? AND metric = ?",
                   {name.subject, name.metric});
}

// Gives ids to series; 0 to one for which there is no room.
class SeriesIds {
 public:
  SeriesIds(Connection& db, std::size_t series_max) : db_(db), series_max_(series_max) {}

  core::Result<std::int64_t> id_of(const SeriesName& name, HourNumber newest) {
    const auto known = find_series(db_, name);
    if (!known) return known.error();
    if (*known == 0) return add(name, newest);
    auto done =
        db_.run("UPDATE series SET newest = ?2 WHERE id = ?1 AND newest < ?2", {*known, newest});
    if (!done) return done.error();
    return *known;
  }

 private:
  core::Result<std::int64_t> add(const SeriesName& name, HourNumber newest) {
    if (!count_) {
      const auto count = db_.number("SELECT count(*) FROM series");
      if (!count) return count.error();
      count_ = *count;
    }
    if (*count_ >= static_cast<std::int64_t>(series_max_)) return 0;
    auto done = db_.run("INSERT INTO series(subject, metric, newest) VALUES (?, ?, ?)",
                        {name.subject, name.metric, newest});
    if (!done) return done.error();
    ++*count_;
    return db_.last_insert_id();
  }

  Connection& db_;
  std::size_t series_max_;
  std::optional<std::int64_t> count_;  // counted when the first new one comes
};

void add_rows(std::int64_t series, std::span<const PackedMinute> minutes,
              std::vector<HourRow>& rows) {
  while (!minutes.empty()) {
    const auto hour = hour_of(minutes.front().number);
    const auto end = std::find_if(minutes.begin(), minutes.end(), [&](const PackedMinute& minute) {
      return hour_of(minute.number) != hour;
    });
    const auto count = static_cast<std::size_t>(end - minutes.begin());
    rows.push_back({hour, series, minutes.first(count)});
    minutes = minutes.subspan(count);
  }
}

core::Status write_rows(Connection& db, std::vector<HourRow> rows) {
  // In the order of the key: each page is visited once.
  std::sort(rows.begin(), rows.end(), [](const HourRow& one, const HourRow& other) {
    return std::pair(one.hour, one.series) < std::pair(other.hour, other.series);
  });
  for (const auto& row : rows) {
    if (auto done = write_row(db, row); !done) return done;
  }
  return {};
}

// The first hour to stay.
core::Result<std::int64_t> first_kept(Connection& db, const HistoryLimits& limits,
                                      core::WallTime now) {
  const auto used = bytes_used(db);
  if (!used) return used.error();
  if (*used <= limits.bytes_max) return hour_of(now - limits.keep);
  const auto oldest = db.number("SELECT min(hour) FROM hours");
  if (!oldest) return oldest.error();
  return std::max<std::int64_t>(*oldest + 1, hour_of(now - limits.keep));
}

core::Result<std::int64_t> forget_hours_before(Connection& db, std::int64_t hour) {
  auto done = db.run(
      "DELETE FROM hours WHERE (hour, series) IN "
      "(SELECT hour, series FROM hours WHERE hour < ? ORDER BY hour, series LIMIT ?)",
      {hour, history_step_rows});
  if (!done) return done.error();
  return db.rows_changed();
}

core::Result<std::int64_t> forget_empty_series(Connection& db) {
  auto done = db.run(
      "DELETE FROM series WHERE id IN (SELECT id FROM series WHERE newest < "
      "ifnull((SELECT min(hour) FROM hours), newest + 1) LIMIT ?)",
      {history_step_rows});
  if (!done) return done.error();
  return db.rows_changed();
}

}  // namespace

std::span<const Migration> history_migrations() {
  static const std::array<Migration, 2> steps = {{{1, history_schema_1}, {2, history_schema_2}}};
  return steps;
}

core::Result<std::int64_t> write_minutes(Connection& db, const MinutesBySeries& minutes,
                                         std::size_t series_max) {
  auto transaction = Transaction::begin(db);
  if (!transaction) return transaction.error();
  SeriesIds ids(db, series_max);
  std::vector<HourRow> rows;
  std::int64_t left_out = 0;
  for (const auto& [name, of_it] : minutes) {
    const auto id = ids.id_of(name, hour_of(of_it.back().number));
    if (!id) return id.error();
    if (*id == 0) {
      left_out += static_cast<std::int64_t>(of_it.size());
    } else {
      add_rows(*id, of_it, rows);
    }
  }
  if (auto done = write_rows(db, std::move(rows)); !done) return done.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return left_out;
}

core::Result<PackedMinutes> read_minutes(Connection& db, const SeriesName& name,
                                         MinuteRange range) {
  PackedMinutes found;
  if (range.from >= range.to) return found;
  auto transaction = Transaction::begin_reading(db);
  if (!transaction) return transaction.error();
  const auto series = find_series(db, name);
  if (!series) return series.error();
  if (*series == 0) return found;
  const auto oldest = db.number("SELECT min(hour) FROM hours");
  if (!oldest) return oldest.error();
  const auto newest = db.number("SELECT newest FROM series WHERE id = ?", {*series});
  if (!newest) return newest.error();
  const auto first = std::max<std::int64_t>(hour_of(range.from), *oldest);
  const auto last = std::min<std::int64_t>(hour_of(range.to - 1), *newest);
  for (auto number = first; number <= last; ++number) {
    const auto hour = read_row(db, static_cast<HourNumber>(number), *series);
    if (!hour) return hour.error();
    if (!hour->empty()) read_hour(*hour, static_cast<HourNumber>(number), range, found);
  }
  return found;
}

core::Result<bool> history_retention_step(Connection& db, const HistoryLimits& limits,
                                          core::WallTime now) {
  auto transaction = Transaction::begin(db);
  if (!transaction) return transaction.error();
  const auto first = first_kept(db, limits, now);
  if (!first) return first.error();
  const auto hours = forget_hours_before(db, *first);
  if (!hours) return hours.error();
  const auto series = forget_empty_series(db);
  if (!series) return series.error();
  const auto uptimes = forget_uptimes_before(db, now - monitor::uptime_kept, history_step_rows);
  if (!uptimes) return uptimes.error();
  const auto shrunk = give_back_space(db);
  if (!shrunk) return shrunk.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return *hours > 0 || *series == history_step_rows || *uptimes || *shrunk;
}

}  // namespace store
