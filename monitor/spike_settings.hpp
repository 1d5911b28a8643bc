// What is watched for in a service and how: `monitor.spikes` and `monitor.forecast` of the
// configuration, with what the service's own policy key `spikes` says on top of it. Values.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/event.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace monitor {

// What a percentage is of: the service's own limit (the host's where it has none), or the host's.
enum class LimitOf : std::uint8_t { limit, host };

// monitor/threshold.hpp says what it does.
struct ThresholdRule {
  bool enabled = true;
  double above = 90;                                      // percent: more than 0, at most 100
  double clear = 75;                                      // percent: more than 0, less than `above`
  core::Milliseconds lasting = std::chrono::minutes(10);  // the key `for`; 0: at once
  LimitOf of = LimitOf::limit;
  bool operator==(const ThresholdRule&) const = default;
};

// monitor/adaptive.hpp says what it does.
struct AdaptiveRule {
  bool enabled = true;
  double sensitivity = 6;                                // scales above the median: 1 to 100
  core::Milliseconds lasting = std::chrono::minutes(5);  // the key `for`
  model::Severity severity = model::Severity::info;
  bool operator==(const AdaptiveRule&) const = default;
};

// monitor/forecast.hpp says what it does.
struct ForecastRule {
  bool enabled = true;
  core::Milliseconds horizon = std::chrono::hours(6);
  bool operator==(const ForecastRule&) const = default;
};

struct SpikeSettings {
  ThresholdRule cpu;
  ThresholdRule memory = {true, 95, 85, std::chrono::minutes(5), LimitOf::limit};
  AdaptiveRule adaptive;
  ForecastRule forecast;
  bool operator==(const SpikeSettings&) const = default;
};

// Accepted for every key of that kind, here and in the configuration.
inline constexpr core::Milliseconds lasting_max = std::chrono::hours(24);
inline constexpr core::Milliseconds horizon_min = std::chrono::minutes(30);
inline constexpr core::Milliseconds horizon_max = std::chrono::hours(24 * 7);
inline constexpr double sensitivity_min = 1;
inline constexpr double sensitivity_max = 100;

// Where `above` is given without a `clear` below it: as far below as in `base`, but at least half
// of `above`.
double clear_beside(double above, const ThresholdRule& base);

// `base` with what a service says for itself, which is the policy key `spikes` as JSON text:
// `{"cpu": {"above": 95, "for": "2m"}, "memory": "off", "adaptive": {"enabled": false},
// "forecast": {"horizon": "2h"}}`, or `"off"` for all four. `"on"` is the opposite; null, anywhere,
// says nothing. A rule of which anything is said is on, unless it says otherwise. Where `above`
// alone is given and `clear` would no longer be below it, `clear` keeps its distance. Errors:
// invalid; the text is "spikes.cpu.above: expected ..., found ...".
core::Result<SpikeSettings> with_overrides(SpikeSettings base, const std::string& json);

}  // namespace monitor
