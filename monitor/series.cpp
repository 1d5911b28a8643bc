#include "monitor/series.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace monitor {
namespace {

constexpr auto zero_time = core::Milliseconds::zero();

// No clock says more; it keeps sums of times from overflowing, whatever is asked for.
constexpr core::MonoTime ages{core::Milliseconds(std::int64_t{1} << 53)};

core::MonoTime bounded(core::MonoTime at) {
  return std::clamp(at, core::MonoTime(-ages.time_since_epoch()), ages);
}

void add(Bucket& bucket, double value) {
  bucket.min = bucket.count == 0 ? value : std::min(bucket.min, value);
  bucket.max = bucket.count == 0 ? value : std::max(bucket.max, value);
  bucket.last = value;
  ++bucket.count;
  bucket.mean += (value - bucket.mean) / bucket.count;
}

}  // namespace

Grid::Grid(core::MonoTime origin, core::Milliseconds step) : origin_(origin), step_(step) {
  CHECK(step > zero_time);
}

Slot Grid::slot_of(core::MonoTime at) const {
  const auto since = at - origin_;
  return since <= zero_time ? 0 : (since + step_ / 2) / step_;
}

Slot Grid::first_from(core::MonoTime at) const {
  const auto since = at - origin_;
  if (since <= zero_time) return 0;
  return since / step_ + (since % step_ == zero_time ? 0 : 1);
}

std::vector<Bucket> roll_up(const Ring& ring, const Grid& grid, core::MonoTime from,
                            core::MonoTime to, core::Milliseconds step) {
  from = bounded(from);
  step = std::max(step, grid.step());
  std::vector<Bucket> buckets;
  const auto end = std::min(ring.end(), grid.first_from(bounded(to)));
  for (auto slot = std::max(ring.begin(), grid.first_from(from)); slot < end; ++slot) {
    const auto at = from + (grid.time_of(slot) - from) / step * step;
    if (buckets.empty()) buckets.push_back({at});
    while (buckets.back().at < at) buckets.push_back({buckets.back().at + step});
    if (const auto value = ring.at(slot)) add(buckets.back(), *value);
  }
  return buckets;
}

}  // namespace monitor
