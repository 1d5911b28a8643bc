#include "monitor/baseline.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace monitor {
namespace {

constexpr std::size_t values_max = 240;
constexpr double normal_mad = 1.4826;  // standard deviations in a median absolute deviation
constexpr double upper_share = 0.92;
constexpr double normal_upper = 1.4051;  // standard deviations from the median to `upper_share`

// One of each run of values, not always the same of it: what comes every 15 s would otherwise be
// taken always or never.
std::span<double> thinned(std::span<double> values) {
  const auto run = (values.size() + values_max - 1) / values_max;
  if (run < 2) return values;
  std::uint32_t random = 1;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin + run <= values.size(); begin += run) {
    random = random * 1664525U + 1013904223U;  // the generator of Numerical Recipes
    values[count++] = values[begin + (random >> 16U) % run];
  }
  return values.first(count);
}

double select(std::span<double> values, double share) {
  const auto place = std::llround(share * static_cast<double>(values.size() - 1));
  double* const at = values.data() + place;
  std::nth_element(values.data(), at, values.data() + values.size());
  return *at;
}

}  // namespace

std::optional<Baseline> baseline_of(std::span<double> values, core::Milliseconds step,
                                    const ScaleFloor& floor) {
  const auto needed =
      std::max<std::int64_t>(baseline_needs / std::max(step, core::Milliseconds(1)), 1);
  if (values.size() < static_cast<std::size_t>(needed)) return std::nullopt;
  values = thinned(values);
  const double upper = select(values, upper_share);
  const double median = select(values, 0.5);
  for (auto& value : values) value = std::abs(value - median);
  const double deviation = select(values, 0.5);
  const double spread = std::max(deviation * normal_mad, (upper - median) / normal_upper);
  return Baseline{median, std::max({spread, floor.absolute, std::abs(median) * floor.relative})};
}

}  // namespace monitor
