// Rings in time: which slot a moment falls into, and points in steps of any length. Pure.
// Time is that of the monotonic clock: a wall clock that is set back would write over the past.
// Who shows points adds the difference of the two clocks.
#pragma once

#include "core/clock.hpp"
#include "monitor/ring.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace monitor {

inline constexpr core::Milliseconds one_minute = std::chrono::minutes(1);

// Slots of `step` each around origin, origin + step, ...: a look that is late or early by less than
// half a step still falls into its own.
class Grid {
 public:
  Grid(core::MonoTime origin, core::Milliseconds step);  // step: more than 0

  // At least 0; what lies before the origin falls into slot 0.
  Slot slot_of(core::MonoTime at) const;
  core::MonoTime time_of(Slot slot) const { return origin_ + slot * step_; }
  // The first slot whose time is not before `at`.
  Slot first_from(core::MonoTime at) const;
  core::Milliseconds step() const { return step_; }

 private:
  core::MonoTime origin_;
  core::Milliseconds step_;
};

// The values whose slots lie in [at, at + step).
struct Bucket {
  core::MonoTime at;
  std::uint32_t count = 0;  // slots with a value; with none the others mean nothing
  double min = 0;
  double mean = 0;
  double max = 0;
  double last = 0;
  bool operator==(const Bucket&) const = default;
};

// What is held of [from, to) in buckets of `step`, counted from `from`; the empty ones between are
// there too. A `step` shorter than the grid's is the grid's. At most a bucket more than the ring
// holds slots, whatever is asked for. One minute makes the roll-up that is stored.
std::vector<Bucket> roll_up(const Ring& ring, const Grid& grid, core::MonoTime from,
                            core::MonoTime to, core::Milliseconds step);

}  // namespace monitor
