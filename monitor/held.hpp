// A condition that has to hold for a time before it counts as begun, and to be away for a time
// before it counts as over: what all detectors of spikes have in common. Pure.
//
// It opens once the value was at or above `above` for `lasting`. A dip between the levels takes
// back half of its length, one below `clear` five times its length: a fifth of `lasting` begins the
// count anew. It ends once the
// value was below `clear` for settle_time(lasting), in two looks at least; what lies between takes
// back half here too, and a value at or above `above` begins that count anew. It ends as well when
// there was no value for `gone_after`.
//
// Time counts between two looks that follow each other and both have a value: as long as nothing is
// known, nothing is held for high or for low. After a pause (the host slept, the agent was held up)
// at most three times the pace of before counts.
#pragma once

#include "core/clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace monitor {

struct Levels {
  double above = 0;
  double clear = 0;  // at most `above`
  core::Milliseconds lasting{0};
};

enum class Ending : std::uint8_t { below, gone, switched_off, new_normal, unwatched };
// "it is low again", to follow "... ended: ".
std::string_view text_of(Ending ending);

struct Change {
  enum class Kind : std::uint8_t { started, grown, ended };  // grown: still open, much higher
  Kind kind = Kind::started;
  core::MonoTime since;  // the first look of those that count
  // From `since` to now where it started or grew; to the look at which it was over where it ended,
  // which is before it was certain.
  core::Milliseconds duration{0};
  double value = 0;               // now, or the last there was
  double peak = 0;                // since `since`
  double above = 0;               // the level it was held against
  Ending ending = Ending::below;  // where it ended
  bool at_least = false;          // there likewise: this agent never saw it, `duration` is known
};

inline constexpr core::Milliseconds gone_after = std::chrono::minutes(2);

inline core::Milliseconds settle_time(core::Milliseconds lasting) {
  return std::min<core::Milliseconds>(lasting / 5, std::chrono::minutes(2));
}

// What is known of a condition that an agent before this one told of.
struct ToldSpike {
  core::MonoTime since;
  core::MonoTime seen_until;  // when it was told, or later: known to be so until then
  double value = 0;
  double peak = 0;
  double above = 0;  // the level it was held against
};

class Held {
 public:
  // It is open as it was told, and goes on. Before the first look.
  void resume(const ToldSpike& told);
  // `at` never goes back. To be called at each look, with a value or without, until there is
  // nothing left to end.
  std::optional<Change> look(core::MonoTime at, std::optional<double> value, const Levels& levels);
  // Ends what is open, without waiting; a count is forgotten.
  std::optional<Change> end(Ending why);
  // What was counted so far was counted by other levels.
  void count_anew();

  bool open() const { return open_; }
  bool counting() const { return !open_ && since_.has_value(); }
  bool resumed() const { return resumed_; }  // and was not seen to be so since
  // These have a meaning while it is open or counting.
  core::MonoTime since() const { return since_.value_or(core::MonoTime()); }
  double value() const { return value_; }
  double peak() const { return peak_; }
  double above() const { return above_; }  // the level it was opened by

 private:
  core::Milliseconds passed_until(core::MonoTime at);
  std::optional<Change> without_value(core::Milliseconds passed);
  std::optional<Change> towards_open(core::MonoTime at, core::Milliseconds passed,
                                     const Levels& levels);
  std::optional<Change> towards_end(core::MonoTime at, core::Milliseconds passed,
                                    const Levels& levels);
  Change ended(core::MonoTime over, Ending why);

  std::optional<core::MonoTime> looked_;  // at all
  core::Milliseconds pace_{0};            // of the looks; 0: not known
  core::Milliseconds absent_{0};          // how long there has been no value
  core::MonoTime seen_;                   // the last value
  double value_ = 0;

  std::optional<core::MonoTime> since_;  // of what is open or counted
  std::optional<core::MonoTime> over_;   // open: since when it may be over
  core::Milliseconds counted_{0};        // towards the opening, or the end
  int low_looks_ = 0;
  double peak_ = 0;
  double above_ = 0;
  bool open_ = false;
  bool had_value_ = false;
  bool resumed_ = false;
  bool unseen_ = false;  // resumed, and without a value since
};

}  // namespace monitor
