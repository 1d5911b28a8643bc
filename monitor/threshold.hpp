// A spike by a fixed level: percent of a limit at or above `above` for `lasting`, over once it was
// below `clear` for a while (monitor/held.hpp has the times). Opens once and ends once. Pure.
//
// A rule may change between two looks, by a reload: what is open stays open and is held against the
// new levels, what is only counted begins anew, and one that is switched off ends what is open.
// That a container started anew needs no word: its CPU has no value at one look, its memory is low.
#pragma once

#include "core/clock.hpp"
#include "monitor/held.hpp"
#include "monitor/spike_settings.hpp"

#include <algorithm>
#include <optional>

namespace monitor {

class Threshold {
 public:
  // As Held::look. `percent`: of what `rule.of` says, which is the caller's.
  std::optional<Change> look(core::MonoTime at, std::optional<double> percent,
                             const ThresholdRule& rule) {
    if (rule != rule_) held_.count_anew();
    rule_ = rule;
    if (!rule.enabled) return held_.end(Ending::switched_off);
    return held_.look(at, percent, {rule.above, std::min(rule.clear, rule.above), rule.lasting});
  }

  void resume(const ToldSpike& told) { held_.resume(told); }

  bool open() const { return held_.open(); }
  bool counting() const { return held_.counting(); }      // on the way to it
  core::MonoTime since() const { return held_.since(); }  // these: while open
  double value() const { return held_.value(); }
  double peak() const { return held_.peak(); }
  double above() const { return held_.above(); }

 private:
  Held held_;
  ThresholdRule rule_;
};

}  // namespace monitor
