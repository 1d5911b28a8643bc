// The recent past of every service, the host and every disk, and its minutes for the history. Pure;
// one thread.
#pragma once

#include "core/clock.hpp"
#include "monitor/board.hpp"
#include "monitor/metrics.hpp"
#include "monitor/series_set.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

struct RecentShape {
  core::Milliseconds interval{5'000};
  core::Milliseconds raw{3'600'000};  // what is kept of each look; at least `interval`
};

// A subject that was not seen for as long as `raw` is forgotten.
class Recent {
 public:
  Recent(RecentShape shape, core::MonoTime origin);

  void take(const Board& board, core::MonoTime at);
  void take_disks(const std::vector<DiskUsage>& disks, core::MonoTime at);

  // The minute that begins at `from`: what each metric of each subject has of it. `at` is that
  // begin by the wall clock; what was seen before `not_before` is none of it.
  std::vector<SeriesMinute> minutes(core::MonoTime from, core::WallTime at,
                                    core::MonoTime not_before = {}) const;

  bool knows(std::string_view subject) const;
  // `metric`: less than there are of the subject's kind. [from, to) in steps of `step`.
  std::vector<Bucket> roll_up(std::string_view subject, std::size_t metric, core::MonoTime from,
                              core::MonoTime to, core::Milliseconds step) const;
  // Each value that is held since `from`, in their order.
  std::vector<double> values(std::string_view subject, std::size_t metric,
                             core::MonoTime from) const;
  core::Milliseconds raw() const { return shape_.raw; }
  core::Milliseconds interval() const { return shape_.interval; }
  core::MonoTime origin() const { return origin_; }
  std::size_t bytes() const;

 private:
  void push(std::string_view subject, core::MonoTime at, const Values& values);
  void forget_old(core::MonoTime now);
  const SeriesSet& set_of(SubjectKind kind) const { return sets_[static_cast<std::size_t>(kind)]; }

  RecentShape shape_;
  core::MonoTime origin_;
  std::array<SeriesSet, subject_kinds> sets_;
  std::map<std::string, core::MonoTime, std::less<>> last_seen_;
  core::MonoTime forgotten_at_;
};

}  // namespace monitor
