#include "monitor/forecast.hpp"

#include <algorithm>
#include <chrono>

namespace monitor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr core::Milliseconds announced_after = minutes(3);
constexpr core::Milliseconds cleared_after = minutes(15);
// The first minute is not whole, and the last one is over when it is looked at.
constexpr core::Milliseconds first_trend_after = trend_span_min + minutes(2);
constexpr double confidence_to_announce = 0.7;
constexpr double confidence_to_keep = 0.5;
constexpr int times_ahead = 3;
// A window of an hour whose last twenty minutes grow begins to look like growth.
constexpr core::Milliseconds seen_after = minutes(20);
constexpr double noises_in_growth = 3;
constexpr double growth_min = 0.002;  // of the limit, over the span of the trend
constexpr double reached = 0.98;      // of the limit
constexpr double fall_min = 0.05;     // of the limit
constexpr double beyond = 0.01;       // of the limit
constexpr core::Milliseconds top_kept = hours(3);
constexpr core::Milliseconds fall_remembered = hours(24);

bool grows(const Trend& trend, double limit) {
  if (limit <= 0 || trend.confidence < confidence_to_keep) return false;
  const double growth = trend.per_second * std::chrono::duration<double>(trend.span).count();
  return growth >= noises_in_growth * trend.noise && growth >= growth_min * limit;
}

}  // namespace

std::string_view text_of(Withdrawal why) {
  switch (why) {
    case Withdrawal::no_growth: return "it no longer grows";
    case Withdrawal::later: return "it grows more slowly";
    case Withdrawal::started_anew: return "the service started anew";
    case Withdrawal::gone: return "there are no values any more";
    case Withdrawal::switched_off: return "the forecast was switched off";
  }
  return "";
}

std::optional<ForecastChange> Forecast::look(core::MonoTime at, std::optional<double> level,
                                             const std::optional<Trend>& trend, double limit,
                                             const ForecastRule& rule) {
  if (!rule.enabled) return withdraw(Withdrawal::switched_off, true);
  absent_ = !level;
  const bool growing = level && trend && grows(*trend, limit);
  const auto left = growing ? time_until(*trend, limit) : std::nullopt;
  remember_growth(at, growing);
  if (level) {
    said_.level = *level;
    said_.limit = limit;
  }
  if (left) {
    said_.expected = at + *left;
    said_.per_second = std::max(trend->per_second, trend->late_per_second);
    said_.confidence = trend->confidence;
  }
  const bool near =
      left && trend->confidence >= confidence_to_announce && *left <= farthest(at, rule);
  if (level) remember_fall(at, near);
  return open_ ? towards_clearing(at, left, rule) : towards_announcing(at, near);
}

void Forecast::resume(const ForecastChange& said, core::MonoTime now) {
  said_ = said;
  open_ = true;
  kept_until_ = now + first_trend_after;
}

void Forecast::remember_growth(core::MonoTime at, bool growing) {
  if (growing) {
    grew_at_ = at;
    if (!growing_since_) growing_since_ = at - seen_after;
  } else if (at - grew_at_ > cleared_after) {
    growing_since_.reset();
  }
}

core::Milliseconds Forecast::farthest(core::MonoTime at, const ForecastRule& rule) const {
  const auto grown = at - growing_since_.value_or(at);
  return std::min<core::Milliseconds>(rule.horizon, times_ahead * grown);
}

std::optional<ForecastChange> Forecast::towards_announcing(core::MonoTime at, bool near) {
  if (!near || given_back_before(at)) {
    turning_.reset();
    return std::nullopt;
  }
  if (!turning_) turning_ = at;
  if (at - *turning_ < announced_after) return std::nullopt;
  turning_.reset();
  open_ = true;
  said_.kind = ForecastChange::Kind::started;
  said_.since = at;
  return said_;
}

std::optional<ForecastChange> Forecast::towards_clearing(core::MonoTime at,
                                                         std::optional<core::Milliseconds> left,
                                                         const ForecastRule& rule) {
  const bool is_reached = !absent_ && said_.limit > 0 && said_.level >= reached * said_.limit;
  const bool is_early = !absent_ && at < kept_until_;
  const bool holds = is_reached || is_early || (left && *left <= rule.horizon + rule.horizon / 2);
  if (holds) {
    turning_.reset();
    return std::nullopt;
  }
  if (!turning_) turning_ = at;
  if (at - *turning_ < cleared_after) return std::nullopt;
  if (absent_) return withdraw(Withdrawal::gone, false);
  return withdraw(left ? Withdrawal::later : Withdrawal::no_growth, false);
}

bool Forecast::given_back_before(core::MonoTime at) const {
  return given_back_ && at - given_back_at_ < fall_remembered &&
         said_.level <= *given_back_ + beyond * said_.limit;
}

void Forecast::remember_fall(core::MonoTime at, bool near) {
  if (near) {
    near_at_ = at;
    top_ = std::max(top_.value_or(said_.level), said_.level);
  }
  if (!top_) return;
  top_ = std::max(*top_, said_.level);
  if (said_.level < *top_ - fall_min * said_.limit) {
    given_back_ = top_;
    given_back_at_ = at;
    top_.reset();
  } else if (at - near_at_ > top_kept) {
    top_.reset();
  }
}

std::optional<ForecastChange> Forecast::withdraw(Withdrawal why, bool forget) {
  turning_.reset();
  if (forget) {
    growing_since_.reset();
    top_.reset();
    given_back_.reset();
  }
  if (!open_) return std::nullopt;
  open_ = false;
  said_.kind = ForecastChange::Kind::cleared;
  said_.why = why;
  return said_;
}

}  // namespace monitor
