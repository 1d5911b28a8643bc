// history.db as the agent owns it. What was appended waits in memory and is written all together
// from time to time, on a thread of its own: no request and no intent waits for it. I/O thread
// only.
#pragma once

#include "core/clock.hpp"
#include "core/io/blocking.hpp"
#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "monitor/ports.hpp"
#include "store/history_file.hpp"
#include "store/history_pending.hpp"
#include "store/history_table.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace store {

using boost::asio::awaitable;

struct HistoryState {
  bool writable = true;
  std::string reason;  // why it is not, or why it was begun anew
  bool made_anew = false;
  bool operator==(const HistoryState&) const = default;
};

struct HistoryOptions {
  std::filesystem::path state_dir;  // is there
  HistoryLimits limits;
  core::Milliseconds flush_every = std::chrono::minutes(10);
  // Writing stopped working, or works again; the file was damaged and begun anew. On the I/O
  // thread; may be empty.
  std::function<void(const HistoryState&)> on_state;
};

// How long until the next flush. After a failure sooner, then ever later; else not beyond the end
// of an hour by more than `hour_end_slack`, so that no row is written once more for its last
// minutes. Pure.
inline constexpr core::Milliseconds hour_end_slack{90'000};
core::Milliseconds flush_pause(core::WallTime now, core::Milliseconds every, int failed_attempts);

class HistoryDatabase final : public monitor::History, public monitor::UptimeLog {
 public:
  // Does not touch the file. `clock` must outlive it.
  HistoryDatabase(boost::asio::any_io_executor executor, HistoryOptions options,
                  const core::Clock& clock);

  // Left out and counted: minutes older than what is kept or more than an hour ahead of the clock,
  // numbers that are negative or none, and those for which there is no room.
  void append(std::vector<monitor::SeriesMinute> minutes) override;
  // Where the file cannot be read, what waits in memory; unavailable where nothing does.
  awaitable<core::Result<std::vector<monitor::Minute>>> read(std::string subject,
                                                             std::string metric,
                                                             core::WallTime from,
                                                             core::WallTime to) override;

  void append_uptimes(std::vector<monitor::ServiceUptime> uptimes) override;
  awaitable<core::Result<std::vector<monitor::ServiceUptime>>> read_uptimes() override;

  // Its loop, which refers to this object: join the group before it is destroyed.
  void start(core::TaskGroup& group);
  // Writes what waits. At a clean stop: the last thing before it is destroyed.
  awaitable<core::Status> flush();
  void configure(core::Milliseconds keep);

  const HistoryState& state() const { return state_; }
  std::int64_t minutes_dropped() const { return dropped_ + pending_.dropped(); }

 private:
  class Writing;
  template <class T> struct Answer;

  awaitable<void> run();
  awaitable<void> open();
  awaitable<core::Status> write_some();
  awaitable<void> retain();
  PackedMinutes in_memory(const SeriesName& name, MinuteRange range) const;
  void note(const std::string& begun_anew);

  HistoryOptions options_;
  const core::Clock& clock_;
  HistoryPending pending_;
  UptimesByService uptimes_;  // that are not on disk yet
  // Taken from `pending_` and `uptimes_`, not yet durable.
  std::shared_ptr<const HistoryBatch> writing_;
  std::int64_t dropped_ = 0;
  int failed_flushes_ = 0;
  std::string write_trouble_, retention_trouble_;  // "" where there is none
  HistoryState state_;
  HistoryFile file_;
  core::Wakeup wakeup_;
  core::Semaphore turn_;
  core::BlockingPool pool_;  // last: its thread uses `file_`
};

// Never fails: where the file cannot be used it goes on in memory, says so, and tries again.
std::unique_ptr<HistoryDatabase> open_history(boost::asio::any_io_executor executor,
                                              HistoryOptions options, const core::Clock& clock);

}  // namespace store
