// Wall times put in order, though clocks are set. Every comparison of two such times that something
// is done about goes this way. Pure.
#pragma once

#include "core/clock.hpp"

#include <compare>
#include <optional>

namespace reconcile {

// Of the times that one clock told. What lies in its future was told before it was set back, what
// lies in its past may have been told before or after that: nobody knows which of the two was
// first. Taken at their word, they would lead to the same action again and again until the clock
// has caught up, for what is done now is in the past, too.
class WallOrder {
 public:
  // `now` by the clock that told the times.
  explicit WallOrder(core::WallTime now) : now_(now) {}

  // `unordered`, of which no comparison is true, where it is not known.
  std::partial_ordering order(core::WallTime a, core::WallTime b) const {
    return is_past(a) == is_past(b) ? std::partial_ordering(a <=> b)
                                    : std::partial_ordering::unordered;
  }
  // Beyond doubt.
  bool is_before(core::WallTime a, core::WallTime b) const { return std::is_lt(order(a, b)); }
  bool is_not_before(core::WallTime a, core::WallTime b) const { return std::is_gteq(order(a, b)); }
  // How long ago; nothing where that is not known.
  std::optional<core::Milliseconds> age(core::WallTime at) const {
    if (!is_past(at)) return std::nullopt;
    return now_ - at;
  }

 private:
  bool is_past(core::WallTime at) const { return at <= now_; }

  core::WallTime now_;
};

}  // namespace reconcile
