// A spike by what is usual for this service: more than `sensitivity` scales above the median of the
// last hour for `lasting`, over once it is below half of that for a while (monitor/held.hpp has the
// times). Only upwards: that a service does less is not what spikes are about. Pure.
//
// From its first unusual value on the baseline stands still, so that a spike does not become its
// own measure. What lasts for `accepted_after` is the new normal: the spike ends by that, and the
// next one is measured from there. A count that comes to nothing holds the baseline for
// `count_holds_for` at most.
#pragma once

#include "core/clock.hpp"
#include "monitor/baseline.hpp"
#include "monitor/held.hpp"
#include "monitor/spike_settings.hpp"

#include <chrono>
#include <optional>

namespace monitor {

inline constexpr core::Milliseconds accepted_after = baseline_window;
inline constexpr core::Milliseconds count_holds_for = std::chrono::minutes(30);

class Adaptive {
 public:
  // As Held::look. `usual`: the newest baseline, made anew once a minute or so whether a spike is
  // open or not; nothing during warm-up.
  std::optional<Change> look(core::MonoTime at, std::optional<double> value,
                             const std::optional<Baseline>& usual, const AdaptiveRule& rule);

  // As Held::resume; `usual` is what it was measured by. What was told long ago is not the new
  // normal before it is seen to be so, or `now` is that long ago.
  void resume(const ToldSpike& told, const Baseline& usual, core::MonoTime now);

  bool open() const { return held_.open(); }
  bool counting() const { return held_.counting(); }      // on the way to it
  core::MonoTime since() const { return held_.since(); }  // these: while open
  double value() const { return held_.value(); }
  double peak() const { return held_.peak(); }
  double above() const { return held_.above(); }
  // What the last value was measured by.
  const std::optional<Baseline>& baseline() const { return baseline_; }

 private:
  bool stands_still(core::MonoTime at) const;
  bool is_normal_by_now(core::MonoTime at) const;

  Held held_;
  std::optional<Baseline> baseline_;
  AdaptiveRule rule_;
  core::MonoTime resumed_at_;
};

}  // namespace monitor
