#include "agent/config_read.hpp"
#include "monitor/checks/service_checks.hpp"

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
  map.section("spikes", [&](YamlMap& spikes) {
    spikes.section("cpu", [&](YamlMap& below) { read_threshold(below, monitor.spikes.cpu); });
    spikes.section("memory", [&](YamlMap& below) { read_threshold(below, monitor.spikes.memory); });
    spikes.section("adaptive",
                   [&](YamlMap& below) { read_adaptive(below, monitor.spikes.adaptive); });
  });
  map.section("forecast", [&](YamlMap& below) {
    auto& rule = monitor.spikes.forecast;
    take(rule.enabled, below.flag("enabled"));
    take(rule.horizon, below.duration("horizon", monitor::horizon_min, monitor::horizon_max));
  });
  map.section("disks", [&](YamlMap& below) { read_disks(below, monitor.disks); });
  map.section("history", [&](YamlMap& below) { read_history(below, monitor); });
  read_checks(map, monitor.checks);
}

}  // namespace agent
