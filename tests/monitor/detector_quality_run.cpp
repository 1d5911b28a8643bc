#include "monitor/adaptive.hpp"
#include "monitor/detector_quality.hpp"
#include "monitor/forecast.hpp"
#include "monitor/step_means.hpp"
#include "monitor/threshold.hpp"
#include "monitor/trend.hpp"

#include <algorithm>

namespace quality {
namespace {

core::MonoTime time_of(std::size_t look) {
  return core::MonoTime(std::chrono::hours(100)) + static_cast<std::int64_t>(look) * step;
}

void note(std::vector<Said>& said, std::size_t look, bool started) {
  if (started) {
    said.push_back({look, std::nullopt, 0});
  } else {
    said.back().ended = look;
  }
}

std::optional<monitor::Baseline> baseline_at(const Series& series, std::size_t look,
                                             const monitor::ScaleFloor& floor) {
  const std::size_t window = monitor::baseline_window / step;
  std::vector<double> values;
  values.reserve(window);
  for (auto i = look < window ? 0 : look - window; i < look; ++i)
    if (const auto& value = series.values[i]) values.push_back(*value);
  return monitor::baseline_of(values, step, floor);
}

bool restarted_in(const Series& series, std::size_t begin) {
  return std::any_of(series.restarts.begin(), series.restarts.end(), [begin](std::size_t at) {
    return at >= begin && at < begin + looks_a_minute;
  });
}

struct Means {
  monitor::StepMeans minutes{monitor::one_minute, monitor::trend_samples_max + 1};
  monitor::StepMeans steps{monitor::quick_step, monitor::quick_steps_max};

  // The last value of the minute that begins at that look.
  std::optional<double> take_minute(const Series& series, std::size_t begin) {
    std::optional<double> last;
    for (auto look = begin; look < begin + looks_a_minute; ++look) {
      const auto& value = series.values[look];
      if (!value) continue;
      last = value;
      minutes.take(time_of(look), *value);
      steps.take(time_of(look), *value);
    }
    return last;
  }
  monitor::Trends trends(core::MonoTime now) const {
    return {monitor::trend_of(minutes.buckets(now)),
            monitor::trend_of(steps.buckets(now), monitor::quick)};
  }
};

}  // namespace

std::vector<Said> said_by_threshold(const Series& series) {
  const auto& level = series.level;
  const monitor::ThresholdRule rule{true, level.above, level.clear, level.lasting};
  monitor::Threshold detector;
  std::vector<Said> said;
  for (std::size_t look = 0; look < series.values.size(); ++look) {
    const auto change = detector.look(time_of(look), series.values[look], rule);
    if (change) note(said, look, change->kind == monitor::Change::Kind::started);
  }
  return said;
}

std::vector<Said> said_by_adaptive(const Series& series, bool memory) {
  const monitor::AdaptiveRule rule;
  monitor::Adaptive detector;
  std::optional<monitor::Baseline> usual;
  std::vector<Said> said;
  for (std::size_t look = 0; look < series.values.size(); ++look) {
    if (look % looks_a_minute == 0)
      usual = baseline_at(series, look, memory ? monitor::memory_floor : monitor::cpu_floor);
    const auto change = detector.look(time_of(look), series.values[look], usual, rule);
    if (change) note(said, look, change->kind == monitor::Change::Kind::started);
  }
  return said;
}

std::vector<Said> said_by_forecast(const Series& series) {
  const monitor::ForecastRule rule;
  monitor::Forecast detector;
  Means means;
  std::vector<Said> said;
  using Kind = monitor::ForecastChange::Kind;
  for (std::size_t look = 0; look + looks_a_minute <= series.values.size();
       look += looks_a_minute) {
    if (restarted_in(series, look)) {
      means = {};
      if (detector.start_anew()) note(said, look, false);
    }
    const auto at = look + looks_a_minute;
    const auto level = means.take_minute(series, look);
    const auto change =
        detector.look(time_of(at), level, means.trends(time_of(at)), series.limit, rule);
    if (!change) continue;
    note(said, at, change->kind == Kind::started);
    if (change->kind == Kind::started)
      said.back().expected =
          static_cast<double>(at) + (change->expected - time_of(at)) / (1.0 * step);
  }
  return said;
}

std::vector<Said> said_of(Rule rule, const Series& series) {
  switch (rule) {
    case Rule::threshold: return said_by_threshold(series);
    case Rule::adaptive: {
      // Bytes are great numbers, percentages are not.
      const auto is_memory = [](const auto& value) { return value.value_or(0) > 1e6; };
      return said_by_adaptive(series,
                              std::any_of(series.values.begin(), series.values.end(), is_memory));
    }
    case Rule::forecast: return said_by_forecast(series);
  }
  return {};
}

}  // namespace quality
