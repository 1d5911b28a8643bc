#include "store/history_file.hpp"

#include "core/time_text.hpp"
#include "store/history_place.hpp"
#include "store/new_database.hpp"

#include <system_error>
#include <utility>

namespace store {
namespace {

bool is_missing(const std::filesystem::path& file) {
  std::error_code unreadable;
  return std::filesystem::status(file, unreadable).type() == std::filesystem::file_type::not_found;
}

}  // namespace

core::Status HistoryFile::begin_anew(const core::Error& why, core::Instant now) {
  db_.reset();
  if (begun_anew_at_ && now.mono - *begun_anew_at_ < anew_pause)
    return why.with("begun anew less than " + core::duration_text(anew_pause) + " ago");
  const auto aside = set_history_aside(file_, now.wall);
  if (!aside) return aside.error().with(why.what);
  begun_anew_at_ = now.mono;
  begun_anew_ = why.what + "; it was moved to " + aside->string() + ", and a new one begun";
  return {};
}

core::Status HistoryFile::open(core::Instant now) {
  // Somebody removed it: what is written to it would be lost with the process.
  if (db_ && is_missing(file_)) {
    db_.reset();
    begun_anew_ = "it was removed";
  }
  if (db_) return {};
  auto opened = open_history_file(file_);
  if (!opened && is_damage(opened.error())) {
    if (auto done = begin_anew(opened.error(), now); !done) return done;
    opened = open_history_file(file_);
  }
  if (!opened) return opened.error();
  db_.emplace(std::move(*opened));
  return {};
}

// Before anything is written by this agent.
core::Status HistoryFile::learn_time(core::Instant now) {
  if (time_) return {};
  const auto newest = db_->number("SELECT ifnull(max(hour), 0) FROM hours");
  if (!newest) return newest.error();
  std::optional<core::WallTime> stored;
  if (*newest > 0) stored = core::WallTime(std::chrono::hours(*newest));
  time_.emplace(stored, now);
  return {};
}

template <class T, class Work> core::Result<T> HistoryFile::use(core::Instant now, Work work) {
  const auto tried = [&]() -> core::Result<T> {
    if (auto done = learn_time(now); !done) return done.error();
    return work(*db_);
  };
  if (auto done = open(now); !done) return done.error();
  auto result = tried();
  if (!result && is_damage(result.error())) {
    if (auto done = begin_anew(result.error(), now); !done) return done.error();
    if (auto done = open(now); !done) return done.error();
    result = tried();
  }
  // It may have been opened while it could only be read.
  if (!result && result.error().code == core::Errc::denied) {
    db_.reset();
    if (auto done = open(now); !done) return done.error();
    result = tried();
  }
  if (result) return result;
  // The file system may have gone and come back: the old descriptors stay useless.
  if (result.error().code == core::Errc::io) db_.reset();
  return with_cause(result.error(), file_);
}

core::Result<std::int64_t> HistoryFile::write(const HistoryBatch& batch, core::Instant now) {
  return use<std::int64_t>(now, [&](Connection& db) -> core::Result<std::int64_t> {
    if (auto done = write_uptimes(db, batch.uptimes); !done) return done.error();
    return write_minutes(db, batch.minutes);
  });
}

core::Result<UptimesByService> HistoryFile::read_uptimes(core::Instant now) {
  return use<UptimesByService>(now, [&](Connection& db) {
    return store::read_uptimes(db, now.wall - monitor::uptime_kept);
  });
}

core::Result<PackedMinutes> HistoryFile::read(const SeriesName& name, MinuteRange range,
                                              core::Instant now) {
  return use<PackedMinutes>(now, [&](Connection& db) { return read_minutes(db, name, range); });
}

core::Result<bool> HistoryFile::retain(const HistoryLimits& limits, core::Instant now) {
  return use<bool>(now, [&](Connection& db) {
    const auto believed = time_->look(now, limits.keep);
    return history_retention_step(db, limits, believed);
  });
}

std::string HistoryFile::take_begun_anew() { return std::exchange(begun_anew_, ""); }

}  // namespace store
