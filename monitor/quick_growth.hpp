// Growth that reaches a limit within minutes, before an hour could tell. Pure.
//
// It is near when a trend of minutes is confident, what is left takes at most half as long as it
// has been growing, and the level is above every one at which it stood before, for five minutes or
// longer: what a service fills evenly at each of its starts is news once. It is nearing while what
// is left takes at most three times as long as it has been growing.
#pragma once

#include "core/clock.hpp"
#include "monitor/trend.hpp"

#include <chrono>
#include <optional>

namespace monitor {

// Steps of ten seconds, and five minutes of them.
inline constexpr core::Milliseconds quick_step = std::chrono::seconds(10);
inline constexpr int quick_steps_max = 31;  // of which the newest one is not over
inline constexpr TrendShape quick{16, std::chrono::minutes(3)};
// Where there is one look a minute, as of disks: twenty of them.
inline constexpr TrendShape quick_by_the_minute{8, std::chrono::minutes(7)};
inline constexpr core::Milliseconds quick_window_by_the_minute = std::chrono::minutes(20);

inline constexpr core::Milliseconds standing_after = std::chrono::minutes(5);

class QuickGrowth {
 public:
  struct Seen {
    std::optional<core::Milliseconds> left;  // until the limit, while it grows
    bool near = false;
    bool nearing = false;  // what was near still is as good as that
  };
  // To be called once a minute. `level`: nothing where there is none. `limit`: in the unit of
  // `level`; what is not above 0 is no limit.
  Seen look(core::MonoTime at, std::optional<double> level, const std::optional<Trend>& trend,
            double limit);
  // What was seen of its growth is over; where it stood is still known.
  void start_anew();

  // The most at which it stood, if it did.
  std::optional<double> stood_at() const { return stood_at_; }
  // It, or what was there in its place before, stood at this.
  void note_stood_at(double level);
  void forget_where_it_stood() { stood_at_.reset(); }

 private:
  void note_standing(core::MonoTime at, double level);

  std::optional<core::MonoTime> growing_since_;
  std::optional<core::MonoTime> standing_since_;
  std::optional<double> stood_at_;
};

}  // namespace monitor
