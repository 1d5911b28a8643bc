#include "core/time_text.hpp"
#include "monitor/data_text.hpp"
#include "monitor/event_codec.hpp"
#include "monitor/human_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace monitor {
namespace {

using Json = nlohmann::ordered_json;

constexpr core::Milliseconds soon = std::chrono::hours(1);

// What is over within the hour is told by the minute.
std::string pace_text(double per_second, core::Milliseconds left) {
  const bool quick = left < soon;
  return human_bytes(per_second * (quick ? 60 : 3'600)) + (quick ? " a minute" : " an hour");
}

std::string limit_text(const ForecastFacts& facts, const ForecastChange& change) {
  const char* what = facts.metric == "disk" ? "full"
                     : change.of_host       ? "at all that the host has for it"
                                            : "at its limit";
  return what + (" (" + human_bytes(change.limit) + ")");
}

std::string minutes_text(core::Milliseconds time) {
  return core::duration_text(std::max<core::Milliseconds>(
      std::chrono::round<std::chrono::minutes>(time), std::chrono::minutes(1)));
}

// "memory", "memory of shop-web-2"
std::string what_grows(const ForecastFacts& facts) {
  return facts.metric + (facts.container_name.empty() ? "" : " of " + facts.container_name);
}

std::string near_text(const ForecastFacts& facts, const ForecastChange& change, core::Instant now) {
  const auto left = change.expected - now.mono;
  return facts.subject + ": " + what_grows(facts) + " grows by " +
         pace_text(change.per_second, left) + " and is expected to be " +
         limit_text(facts, change) + " in " + minutes_text(left) + ", at " +
         core::local_text(now.wall + left) + "; now " + human_bytes(change.level);
}

std::string cleared_text(const ForecastFacts& facts, const ForecastChange& change) {
  return facts.subject + ": " + what_grows(facts) + " is not expected to be " +
         limit_text(facts, change) + " any more: " +
         (facts.out_of_memory ? "it ran out of memory" : std::string(text_of(change.why)));
}

}  // namespace

model::Event forecast_event(const ForecastFacts& facts, const ForecastChange& change,
                            core::Instant now) {
  const bool firing = change.kind == ForecastChange::Kind::started;
  model::Event event;
  event.at = now.wall;
  event.type = firing ? "forecast.limit_near" : "forecast.cleared";
  event.severity = model::Severity::warning;
  event.deployment = facts.deployment;
  event.service = facts.service;
  event.container = facts.container;
  event.alert = model::Alert{"forecast/" + facts.subject, firing};
  event.message = firing ? near_text(facts, change, now) : cleared_text(facts, change);
  Json data = {{"subject", facts.subject},        {"metric", facts.metric},
               {"value", change.level},           {"limit", change.limit},
               {"per_second", change.per_second}, {"confidence", change.confidence}};
  if (facts.metric != "disk") data["of"] = change.of_host ? "host" : "limit";
  if (firing)
    data["expected_at"] = core::rfc3339(now.wall + (change.expected - now.mono));
  else
    data["cleared"] = text_of(change.why);
  if (!firing && facts.out_of_memory) data["cause"] = "oom";
  event.data = data_text(data);
  return event;
}

}  // namespace monitor
