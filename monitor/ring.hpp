// The last points of one metric, two bytes each. Points are numbered by slots of equal length that
// follow each other; what a slot means in time is the owner's (monitor/series.hpp). Pure.
#pragma once

#include "core/minifloat.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace monitor {

using Slot = std::int64_t;  // at least 0

// Holds the last `capacity` slots up to the newest one pushed; older ones are forgotten. Memory is
// taken at the first value, all of it at once: a metric that never has one costs nothing.
class Ring {
 public:
  explicit Ring(std::size_t capacity);  // at least 1

  // Slots that were left out have no value. A second push to the newest slot replaces its value;
  // one to an older slot is dropped. No value, a negative one and NaN are the same.
  void push(Slot slot, std::optional<double> value);

  // None outside of what is held.
  std::optional<double> at(Slot slot) const;
  // Those there are of the slots from `first` on, in their order, at the end of `values`.
  void append_from(Slot first, std::vector<double>& values) const;

  // The slots held: [begin, end), empty before the first push.
  Slot begin() const { return end_ - held(); }
  Slot end() const { return end_; }
  std::size_t bytes() const { return points_.capacity() * sizeof(core::Minifloat); }

 private:
  Slot held() const;
  std::size_t place(Slot slot) const { return static_cast<std::size_t>(slot) % capacity_; }
  void clear_until(Slot slot);

  std::vector<core::Minifloat> points_;  // empty, or `capacity_` of them
  std::size_t capacity_;
  Slot first_ = 0;  // ever pushed
  Slot end_ = 0;
};

}  // namespace monitor
