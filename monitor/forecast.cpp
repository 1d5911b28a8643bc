#include "monitor/forecast.hpp"

#include <algorithm>
#include <chrono>

namespace monitor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr core::Milliseconds announced_after = minutes(3);
constexpr core::Milliseconds cleared_after = minutes(15);
constexpr core::Milliseconds quickly_cleared_after = minutes(5);
// The first minute is not whole, and the last one is over when it is looked at.
constexpr core::Milliseconds first_trend_after = hourly.span_min + minutes(2);
constexpr double confidence_to_announce = 0.7;
constexpr int times_ahead = 3;
// A window of an hour whose last twenty minutes grow begins to look like growth.
constexpr core::Milliseconds seen_after = minutes(20);
constexpr double reached = 0.98;   // of the limit
constexpr double fall_min = 0.05;  // of the limit
constexpr double beyond = 0.01;    // of the limit
constexpr core::Milliseconds top_kept = hours(3);
constexpr core::Milliseconds fall_remembered = hours(24);

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
                                             const Trends& trends, double limit,
                                             const ForecastRule& rule) {
  if (!rule.enabled) return withdraw(Withdrawal::switched_off, true);
  absent_ = !level;
  const bool growing = level && trends.of_hour && grows(*trends.of_hour, limit);
  const auto left = growing ? time_until(*trends.of_hour, limit) : std::nullopt;
  const auto soon = quick_.look(at, level, trends.of_minutes, limit);
  remember_growth(at, growing);
  if (level) {
    said_.level = *level;
    said_.limit = limit;
  }
  const bool near = is_near(at, trends, left, rule);
  const bool quickly = soon.near && !near && *soon.left <= rule.horizon;
  if (soon.left && (quickly || !left))
    expect(at, *trends.of_minutes, *soon.left);
  else if (left)
    expect(at, *trends.of_hour, *left);
  if (level) remember_fall(at, near || quickly);
  if (open_) {
    quickly_ = quickly_ && !near;
    // An hour in which it grew for a few minutes looks like slow growth for long.
    if (quickly_) return towards_clearing(at, soon.nearing ? soon.left : std::nullopt, rule);
    return towards_clearing(at, left, rule);
  }
  if (quickly && !given_back_before(at)) return announce(at, true);
  return towards_announcing(at, near);
}

bool Forecast::is_near(core::MonoTime at, const Trends& trends,
                       std::optional<core::Milliseconds> left, const ForecastRule& rule) const {
  return left && trends.of_hour->confidence >= confidence_to_announce &&
         *left <= farthest(at, rule);
}

void Forecast::expect(core::MonoTime at, const Trend& trend, core::Milliseconds left) {
  said_.expected = at + left;
  said_.per_second = std::max(trend.per_second, trend.late_per_second);
  said_.confidence = trend.confidence;
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
  return announce(at, false);
}

std::optional<ForecastChange> Forecast::announce(core::MonoTime at, bool quickly) {
  turning_.reset();
  open_ = true;
  quickly_ = quickly;
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
  if (at - *turning_ < (quickly_ ? quickly_cleared_after : cleared_after)) return std::nullopt;
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
    quick_.start_anew();
  }
  if (!open_) return std::nullopt;
  open_ = false;
  said_.kind = ForecastChange::Kind::cleared;
  said_.why = why;
  return said_;
}

void Forecast::forget_where_it_stood_above(double level) {
  const auto stood = quick_.stood_at();
  if (stood && *stood > level + fall_min * said_.limit) quick_.forget_where_it_stood();
}

}  // namespace monitor
