// Tells of disks that run full, and of what fills them, where the engine's data is on the disk and
// it can be found out in time. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "core/io/timing.hpp"
#include "monitor/disk_watch.hpp"
#include "monitor/ports.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <deque>
#include <vector>

namespace monitor {

inline constexpr core::Milliseconds eaters_limit = std::chrono::seconds(20);
inline constexpr core::Milliseconds engine_sign_limit = std::chrono::seconds(3);

// Invariant: what was told leaves in the order in which it came, each once. While `ask` runs, what
// makes it worse waits for the eaters, at most `eaters_limit` and a little, and what comes after it
// waits behind it; when `ask` ends, or does not run, nothing waits.
class DiskNews {
 public:
  // Both must outlive it.
  DiskNews(EventSink& events, const core::Clock& clock, boost::asio::any_io_executor executor)
      : events_(events), clock_(clock), news_(std::move(executor)) {}

  void tell(DiskChange change);

  // Until cancelled. The engine is asked one question at a time, and none while it gives no sign of
  // life.
  awaitable<void> ask(DiskEaters& eaters, EngineAnswers& engine);

 private:
  class Asking;
  struct Waiting {
    DiskChange change;
    core::WallTime at;
  };

  void record_first(const std::vector<DiskEater>& eaters);
  static awaitable<core::Result<std::vector<DiskEater>>> find_out(std::string mount_point,
                                                                  DiskEaters& eaters,
                                                                  EngineAnswers& engine);

  EventSink& events_;
  const core::Clock& clock_;
  core::Wakeup news_;
  std::deque<Waiting> waiting_;
  bool asking_ = false;
};

}  // namespace monitor
