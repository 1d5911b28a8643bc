#include "monitor/quick_growth.hpp"

#include <algorithm>

namespace monitor {
namespace {

// Steps of growth, one a minute, have four fifths of their pairs rising.
constexpr double confidence_to_announce = 0.8;
constexpr double ahead_to_say = 0.5;  // of the time that it has been growing
constexpr int ahead_to_keep = 3;
constexpr double beyond = 0.01;  // of the limit

}  // namespace

QuickGrowth::Seen QuickGrowth::look(core::MonoTime at, std::optional<double> level,
                                    const std::optional<Trend>& trend, double limit) {
  Seen seen;
  const bool growing = level && trend && grows(*trend, limit);
  if (!growing) {
    growing_since_.reset();
    if (level)
      note_standing(at, *level);
    else
      standing_since_.reset();
    return seen;
  }
  standing_since_.reset();
  const bool confident = trend->confidence >= confidence_to_announce;
  // A window whose last third grows begins to look like growth.
  if (!growing_since_) growing_since_ = at - (confident ? trend->span : trend->span / 2);
  seen.left = time_until(*trend, limit);
  if (!seen.left) return seen;
  const auto grown = at - *growing_since_;
  const bool is_news = !stood_at_ || *level > *stood_at_ + beyond * limit;
  seen.near = is_news && confident && *seen.left <= grown * ahead_to_say;
  seen.nearing = *seen.left <= grown * ahead_to_keep;
  return seen;
}

void QuickGrowth::note_standing(core::MonoTime at, double level) {
  if (!standing_since_) standing_since_ = at;
  if (at - *standing_since_ >= standing_after) note_stood_at(level);
}

void QuickGrowth::note_stood_at(double level) {
  stood_at_ = std::max(stood_at_.value_or(level), level);
}

void QuickGrowth::start_anew() {
  growing_since_.reset();
  standing_since_.reset();
}

}  // namespace monitor
