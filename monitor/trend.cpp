#include "monitor/trend.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace monitor {
namespace {

struct Place {
  double seconds = 0;  // since the first
  double value = 0;
};
using Places = std::span<const Place>;

constexpr std::size_t samples_max = trend_samples_max;
constexpr std::size_t pairs_max = samples_max * (samples_max - 1) / 2;
constexpr std::size_t half_samples_min = 8;
// Two slopes of thirty noisy values each differ by about that much by chance.
constexpr double slowing_ignored = 0.1;
constexpr double growth_confidence_min = 0.5;
constexpr double noises_in_growth = 3;
constexpr double growth_min = 0.002;  // of the limit, over the span of the trend
constexpr double normal_mad = 1.4826;
constexpr double centuries_seconds = 1e10;

double median(std::span<double> values) {
  double* const middle = values.data() + values.size() / 2;
  std::nth_element(values.data(), middle, values.data() + values.size());
  return *middle;
}

double confidence_of(Places places) {
  int rising_less_falling = 0;
  const Place* const end = places.data() + places.size();
  for (const Place* first = places.data(); first != end; ++first) {
    const double value = first->value;
    for (const Place* later = first + 1; later != end; ++later)
      rising_less_falling += (later->value > value ? 1 : 0) - (later->value < value ? 1 : 0);
  }
  const auto pairs = places.size() * (places.size() - 1) / 2;
  return rising_less_falling / static_cast<double>(pairs);
}

// Of at least two places.
double slope_of(Places places) {
  std::array<double, pairs_max> slopes{};
  double* slope = slopes.data();
  const Place* const end = places.data() + places.size();
  for (const Place* first = places.data(); first != end; ++first) {
    for (const Place* later = first + 1; later != end; ++later)
      *slope++ = (later->value - first->value) / (later->seconds - first->seconds);
  }
  return median({slopes.data(), slope});
}

// Where the line of that slope is at its end, that fits best.
double level_of(Places places, double per_second) {
  std::array<double, samples_max> levels{};
  std::size_t count = 0;
  for (const auto& place : places)
    levels[count++] = place.value + per_second * (places.back().seconds - place.seconds);
  return median(std::span(levels).first(count));
}

double noise_of(Places places, const Trend& trend) {
  const double level = level_of(places, trend.per_second);
  std::array<double, samples_max> distances{};
  std::size_t count = 0;
  for (const auto& place : places) {
    const double expected = level - trend.per_second * (places.back().seconds - place.seconds);
    distances[count++] = std::abs(place.value - expected);
  }
  return normal_mad * median(std::span(distances).first(count));
}

void take_halves(Places places, Trend& trend) {
  const auto second_half = [&](const Place& place) {
    return place.seconds >= places.back().seconds / 2;
  };
  const auto middle = std::find_if(places.begin(), places.end(), second_half);
  const auto count = static_cast<std::size_t>(middle - places.begin());
  trend.early_per_second = trend.late_per_second = trend.per_second;
  if (count < half_samples_min || places.size() - count < half_samples_min) return;
  trend.early_per_second = slope_of(places.first(count));
  trend.late_per_second = slope_of(places.subspan(count));
}

std::span<Place> newest(std::span<const Bucket> buckets, std::array<Place, samples_max>& into) {
  std::size_t begin = into.size();
  for (auto bucket = buckets.rbegin(); bucket != buckets.rend() && begin > 0; ++bucket) {
    if (bucket->count == 0) continue;
    const auto back = buckets.back().at - bucket->at;
    into[--begin] = {-std::chrono::duration<double>(back).count(), bucket->mean};
  }
  const auto places = std::span(into).subspan(begin);
  if (places.empty()) return places;
  const double first = places.front().seconds;
  for (auto& place : places) place.seconds -= first;
  return places;
}

}  // namespace

std::optional<Trend> trend_of(std::span<const Bucket> buckets, const TrendShape& shape) {
  std::array<Place, samples_max> storage{};
  const Places places = newest(buckets, storage);
  if (places.size() < static_cast<std::size_t>(shape.samples_min)) return std::nullopt;
  Trend trend;
  trend.samples = static_cast<int>(places.size());
  trend.span = core::Milliseconds(std::llround(places.back().seconds * 1000));
  if (trend.span < shape.span_min) return std::nullopt;
  trend.confidence = confidence_of(places);
  if (trend.confidence < trend_confidence_min) return std::nullopt;
  trend.per_second = slope_of(places);
  if (!(trend.per_second > 0)) return std::nullopt;
  take_halves(places, trend);
  trend.noise = noise_of(places, trend);
  trend.level = level_of(places.last(places.size() / 4), trend.late_per_second);
  return trend;
}

bool grows(const Trend& trend, double limit) {
  if (limit <= 0 || trend.confidence < growth_confidence_min) return false;
  const double growth = trend.per_second * std::chrono::duration<double>(trend.span).count();
  return growth >= noises_in_growth * trend.noise && growth >= growth_min * limit;
}

std::optional<core::Milliseconds> time_until(const Trend& trend, double limit) {
  const double missing = limit - trend.level;
  if (missing <= 0) return core::Milliseconds(0);
  if (!(trend.late_per_second > 0)) return std::nullopt;
  // The share of its slope that half a span keeps.
  const double kept = trend.early_per_second > 0
                          ? trend.late_per_second / trend.early_per_second + slowing_ignored
                          : 1;
  double seconds = missing / std::max(trend.per_second, trend.late_per_second);
  if (kept < 1) {
    // Growth as c(1 - exp(-decay t)); the late slope is that of a quarter of the span ago.
    const double half_seconds = std::chrono::duration<double>(trend.span).count() / 2;
    const double decay = -std::log(kept) / half_seconds;
    const double share = missing * decay / (trend.late_per_second * std::sqrt(kept));
    if (!(share < 1)) return std::nullopt;
    seconds = -std::log(1 - share) / decay;
  }
  if (!(seconds < centuries_seconds)) return std::nullopt;
  return core::Milliseconds(std::llround(seconds * 1000));
}

}  // namespace monitor
