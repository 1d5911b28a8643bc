#include "monitor/sample_query.hpp"

#include <algorithm>

namespace monitor {
namespace {

constexpr auto none = core::Milliseconds::zero();

core::WallTime floor_to(core::WallTime at, core::Milliseconds step) {
  const auto since = at.time_since_epoch();
  const auto over = since % step;
  return core::WallTime(since - over - (over < none ? step : none));
}

struct Sum {
  int count = 0;
  double value = 0;

  void add(double more, Aggregation aggregation) {
    ++count;
    switch (aggregation) {
      case Aggregation::min: value = count == 1 ? more : std::min(value, more); break;
      case Aggregation::max: value = count == 1 ? more : std::max(value, more); break;
      case Aggregation::mean: value += (more - value) / count; break;
      case Aggregation::last: value = more; break;
    }
  }
};

double part_of(const Minute& minute, Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::min: return minute.min;
    case Aggregation::max: return minute.max;
    case Aggregation::mean: return minute.mean;
    case Aggregation::last: break;
  }
  return minute.last;
}

}  // namespace

core::Result<Steps> steps_of(core::WallTime from, core::WallTime to, core::Milliseconds step) {
  if (to <= from) return core::invalid("'to' is not after 'from'");
  Steps steps{floor_to(from, step), step, 0};
  const auto span = to - steps.from;
  steps.count = span / step + (span % step > none ? 1 : 0);
  if (steps.count > points_max)
    return core::invalid("more than " + std::to_string(points_max) +
                         " points: choose a longer step or a shorter time");
  return steps;
}

core::Milliseconds whole_minutes(core::Milliseconds step) {
  return std::max(one_minute,
                  (step + one_minute - core::Milliseconds(1)) / one_minute * one_minute);
}

std::vector<SamplePoint> points_of(const std::vector<Minute>& parts, const Steps& steps,
                                   Aggregation aggregation) {
  std::vector<Sum> sums(static_cast<std::size_t>(steps.count));
  for (const auto& part : parts) {
    if (part.at < steps.from || part.at >= steps.end()) continue;
    const auto place = static_cast<std::size_t>((part.at - steps.from) / steps.step);
    sums[place].add(part_of(part, aggregation), aggregation);
  }
  std::vector<SamplePoint> points;
  points.reserve(sums.size());
  for (const auto& sum : sums) {
    const auto at = steps.from + static_cast<std::int64_t>(points.size()) * steps.step;
    points.push_back({at, sum.count > 0 ? std::optional(sum.value) : std::nullopt});
  }
  return points;
}

}  // namespace monitor
