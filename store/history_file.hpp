// history.db as its thread sees it: open or not, and begun anew where it is damaged. Blocking; one
// thread at a time.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/believed_time.hpp"
#include "store/history_table.hpp"
#include "store/history_uptime.hpp"
#include "store/sqlite.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace store {

// What is written together.
struct HistoryBatch {
  MinutesBySeries minutes;
  UptimesByService uptimes;
};

// Every call opens the file where it is not open, and makes it where it is not there. A damaged or
// newer one is set aside and begun anew, at most once in `anew_pause`. Errors name the file.
class HistoryFile {
 public:
  static constexpr core::Milliseconds anew_pause = std::chrono::hours(1);

  explicit HistoryFile(std::filesystem::path file) : file_(std::move(file)) {}

  core::Status open(core::Instant now);
  // See write_minutes and write_uptimes.
  core::Result<std::int64_t> write(const HistoryBatch& batch, core::Instant now);
  core::Result<PackedMinutes> read(const SeriesName& name, MinuteRange range, core::Instant now);
  // Of the time that uptimes are kept.
  core::Result<UptimesByService> read_uptimes(core::Instant now);
  // See history_retention_step; by a clock that is believed.
  core::Result<bool> retain(const HistoryLimits& limits, core::Instant now);
  // Why it was begun anew since the last call of this, and where the old one is; "" where it was
  // not.
  std::string take_begun_anew();

 private:
  template <class T, class Work> core::Result<T> use(core::Instant now, Work work);
  core::Status learn_time(core::Instant now);
  core::Status begin_anew(const core::Error& why, core::Instant now);

  std::filesystem::path file_;
  std::optional<Connection> db_;
  std::optional<BelievedTime> time_;
  std::optional<core::MonoTime> begun_anew_at_;
  std::string begun_anew_;
};

}  // namespace store
