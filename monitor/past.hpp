// Everything that was seen: the recent past in memory, and the minutes in the history. I/O thread
// only.
#pragma once

#include "core/clock.hpp"
#include "monitor/patience.hpp"
#include "monitor/ports.hpp"
#include "monitor/recent.hpp"

#include <optional>

namespace monitor {

class Past final : public Samples {
 public:
  // Both must outlive it. `patience`: how long a question waits for the history, which may hang.
  Past(History& history, const core::Clock& clock, RecentShape shape,
       core::Milliseconds patience = history_patience);

  // Begins anew in memory where the shape is another one; the history stays.
  void configure(RecentShape shape);

  void take(const Board& board);
  void take_disks(const std::vector<DiskUsage>& disks);

  awaitable<core::Result<SampleSeries>> samples(SampleQuery query) override;
  const Recent& recent() const { return *recent_; }

 private:
  void note_step(core::Instant now);
  void store_minutes(core::Instant now);
  std::vector<Minute> raw_parts(const std::string& subject, std::size_t metric, core::WallTime from,
                                core::WallTime to, core::Milliseconds step,
                                core::Instant now) const;
  void add_newest(std::vector<Minute>& minutes, const std::string& subject, std::size_t metric,
                  core::WallTime to) const;
  core::WallTime raw_begin(core::Instant now) const;

  History& history_;
  const core::Clock& clock_;
  core::Milliseconds patience_;
  Patience asking_;
  RecentShape shape_;
  std::optional<Recent> recent_;
  core::WallTime minute_;      // the begin of the one that is not over
  core::Milliseconds offset_;  // of the wall clock from the monotonic one
  // What was seen before cannot be told by the wall clock any more; detectors go on with it.
  core::MonoTime told_from_;
};

}  // namespace monitor
