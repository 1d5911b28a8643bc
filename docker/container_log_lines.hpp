// The lines that a container printed lately, for checks.
#pragma once

#include "core/line_cutter.hpp"
#include "docker/engine_client.hpp"
#include "docker/log_frames.hpp"
#include "monitor/ports.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

inline constexpr std::size_t log_line_bytes_max = std::size_t{64} << 10;
// Of one question: the newest. The engine looks for them from the end of its log.
inline constexpr int log_lines_max = 20'000;

// The lines of a log whose chunks begin with a time, as with `timestamps`. Keeps the newest. Pure.
class NewestLines {
 public:
  using Line = monitor::ContainerLogs::Line;

  // `bytes_max`: of their texts together.
  explicit NewestLines(std::size_t bytes_max);

  void feed(const LogChunk& chunk);
  // The whole log has been fed. By time; those of one time as they came.
  std::vector<Line> take();

 private:
  void add(std::string_view line, bool cut);
  core::LineCutter::Sink into(const core::LineCutter& stream);

  std::size_t bytes_max_;
  std::array<core::LineCutter, 2> streams_;  // of one may come in the middle of a line of the other
  std::deque<Line> lines_;
  std::size_t bytes_ = 0;
};

class ContainerLogLines final : public monitor::ContainerLogs {
 public:
  explicit ContainerLogLines(EngineClient& client) : client_(client) {}  // must outlive it

  // At most `log_lines_max`. An engine that keeps no readable log (its driver is "none", say) is
  // unavailable, and the text says why.
  awaitable<core::Result<std::vector<Line>>> lines(model::ContainerId id, core::WallTime after,
                                                   std::size_t bytes_max) override;

 private:
  EngineClient& client_;
};

}  // namespace docker
