#include "agent/config_read.hpp"
#include "monitor/checks/service_checks.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <string_view>

namespace agent {
namespace {

using core::take;
using core::YamlMap;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr core::Milliseconds day = hours(24);

std::optional<double> percentage(YamlMap& map, const std::string& key) {
  return map.number(key, 0.1, 100);
}

// A map of keys, or one word for its key `enabled`, as services may write it.
void read_rule(YamlMap& map, const std::string& key, bool& enabled,
               const std::function<void(YamlMap&)>& read) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return map.is(key, word); });
  };
  const bool off = is_one_of({"off", "false"});
  if (!off && !is_one_of({"on", "true"})) return map.section(key, read);
  map.value(key, [](auto&&...) {});
  enabled = !off;
}

void read_threshold(YamlMap& map, monitor::ThresholdRule& rule) {
  take(rule.enabled, map.flag("enabled"));
  const auto base = rule;
  take(rule.above, percentage(map, "above"));
  const auto clear = percentage(map, "clear");
  if (clear || rule.clear >= rule.above)
    rule.clear = clear.value_or(monitor::clear_beside(rule.above, base));
  take(rule.lasting, map.duration("for", core::Milliseconds(0), monitor::lasting_max));
  if (const auto of = map.choice("of", {"limit", "host"}))
    rule.of = *of == "host" ? monitor::LimitOf::host : monitor::LimitOf::limit;
  if (rule.clear >= rule.above) map.refuse("clear", "expected less than `above`");
}

void read_adaptive(YamlMap& map, monitor::AdaptiveRule& rule) {
  take(rule.enabled, map.flag("enabled"));
  take(rule.sensitivity,
       map.number("sensitivity", monitor::sensitivity_min, monitor::sensitivity_max));
  take(rule.lasting, map.duration("for", core::Milliseconds(0), monitor::lasting_max));
  if (const auto severity = map.choice("severity", {"info", "warning", "critical"}))
    take(rule.severity, model::severity_from(*severity));
}

void read_forecast(YamlMap& map, monitor::ForecastRule& rule) {
  take(rule.enabled, map.flag("enabled"));
  take(rule.horizon, map.duration("horizon", monitor::horizon_min, monitor::horizon_max));
}

void read_disks(YamlMap& map, monitor::DiskSettings& disks) {
  take(disks.warn_percent, percentage(map, "warn"));
  take(disks.critical_percent, percentage(map, "critical"));
  if (const auto bytes = map.bytes("critical_free", 0))
    disks.critical_free_bytes = static_cast<std::uint64_t>(*bytes);
  take(disks.inodes_percent, percentage(map, "inodes"));
  take(disks.exclude_types, map.texts("exclude_types"));
  if (disks.critical_percent < disks.warn_percent)
    map.refuse("critical", "expected at least `warn`");
}

void read_history(YamlMap& map, monitor::Settings& monitor) {
  take(monitor.raw, map.duration("raw", hours(1), day));
  take(monitor.minutes, map.duration("minutes", hours(1), 366 * day));
}

void read_checks(YamlMap& map, std::vector<monitor::Check>& checks) {
  monitor::ChecksByName by_name;
  map.value("checks",
            [&](core::YamlReading& reading, const core::YamlValue& value, const std::string& path) {
              monitor::read_checks_layer(reading, value, path, {}, by_name);
            });
  for (auto& [name, check] : by_name) checks.push_back(std::move(check));
}

}  // namespace

void read_monitor(YamlMap& map, monitor::Settings& monitor) {
  take(monitor.interval, map.duration("interval", seconds(1), minutes(1)));
  auto& rules = monitor.spikes;
  map.section("spikes", [&](YamlMap& spikes) {
    read_rule(spikes, "cpu", rules.cpu.enabled,
              [&](YamlMap& below) { read_threshold(below, rules.cpu); });
    read_rule(spikes, "memory", rules.memory.enabled,
              [&](YamlMap& below) { read_threshold(below, rules.memory); });
    read_rule(spikes, "adaptive", rules.adaptive.enabled,
              [&](YamlMap& below) { read_adaptive(below, rules.adaptive); });
  });
  read_rule(map, "forecast", rules.forecast.enabled,
            [&](YamlMap& below) { read_forecast(below, rules.forecast); });
  map.section("disks", [&](YamlMap& below) { read_disks(below, monitor.disks); });
  map.section("history", [&](YamlMap& below) { read_history(below, monitor); });
  read_checks(map, monitor.checks);
}

}  // namespace agent
