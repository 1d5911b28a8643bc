#include "monitor/recall.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "monitor/event_codec.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace monitor {
namespace {

using Json = nlohmann::json;

constexpr std::string_view spike_alert = "spike/", forecast_alert = "forecast/",
                           check_alert = "check/", disk_name = "disk:";

// What `data` holds, where it holds it.
class Data {
 public:
  explicit Data(const std::string& text) : json_(Json::parse(text, nullptr, false)) {}

  double number(const char* key) const {
    const auto* const value = find(json_, key);
    return value != nullptr && value->is_number() ? value->get<double>() : 0;
  }
  double number(const char* outer, const char* key) const {
    const auto* const value = find(json_, outer);
    const auto* const inner = value == nullptr ? nullptr : find(*value, key);
    return inner != nullptr && inner->is_number() ? inner->get<double>() : 0;
  }
  std::string text(const char* key) const { return text_of(find(json_, key)); }
  std::string text(const char* outer, const char* key) const {
    const auto* const value = find(json_, outer);
    return value == nullptr ? std::string() : text_of(find(*value, key));
  }
  core::WallTime time(const char* key, core::WallTime otherwise) const {
    const auto at = core::parse_rfc3339(text(key));
    return at ? *at : otherwise;
  }

 private:
  static std::string text_of(const Json* value) {
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
  }
  static const Json* find(const Json& json, const char* key) {
    const auto at = json.is_object() ? json.find(key) : json.end();
    return json.is_object() && at != json.end() ? &*at : nullptr;
  }
  Json json_;
};

core::MonoTime mono_of(core::WallTime at, core::Instant now) { return now.mono - (now.wall - at); }
// Of the past: what is told to be later was written by a clock that was wrong.
core::MonoTime past_of(core::WallTime at, core::Instant now) {
  return mono_of(std::min(at, now.wall), now);
}

std::optional<SpikeKind> kind_of(const std::string& key) {
  for (std::size_t i = 0; i < spike_kinds; ++i) {
    const auto kind = static_cast<SpikeKind>(i);
    if (key.ends_with("/" + std::string(metric_of(kind)) + "/" + std::string(rule_of(kind))))
      return kind;
  }
  return std::nullopt;
}

void take_spike(const model::Event& event, core::Instant now, Recalled& into) {
  const auto kind = kind_of(event.alert->key);
  if (!kind) return;
  const Data data(event.data);
  RecalledSpike spike{event.deployment, event.service, *kind, event.severity, {}, {}, {}};
  spike.told.since = past_of(data.time("since", event.at), now);
  spike.told.seen_until = past_of(event.at, now);
  spike.told.value = data.number("value");
  spike.told.peak = data.number("peak");
  spike.told.above = data.number("above");
  spike.usual = {data.number("baseline", "median"), data.number("baseline", "scale")};
  spike.against.limit = data.number("limit", "value");
  spike.against.own = data.text("limit", "of") == "limit";
  spike.against.container = event.container;
  into.spikes.push_back(std::move(spike));
}

void take_forecast(const model::Event& event, core::Instant now, Recalled& into) {
  const auto subject = event.alert->key.substr(forecast_alert.size());
  const Data data(event.data);
  RecalledForecast forecast{event.deployment, event.service, "", event.container, event.at, {}};
  if (subject.starts_with(disk_name)) forecast.mount_point = subject.substr(disk_name.size());
  auto& said = forecast.said;
  said.since = past_of(event.at, now);
  said.expected = mono_of(data.time("expected_at", now.wall), now);
  said.level = data.number("value");
  said.limit = data.number("limit");
  said.per_second = data.number("per_second");
  said.confidence = data.number("confidence");
  said.of_host = data.text("of") == "host";
  into.forecasts.push_back(std::move(forecast));
}

void take_disk(const model::Event& event, const std::string& mount_point, Recalled& into) {
  const Data data(event.data);
  DiskChange told;
  told.mount_point = mount_point;
  told.worst = event.severity == model::Severity::critical ? DiskLevel::critical : DiskLevel::warn;
  told.now = data.text("level") == "warn" ? DiskLevel::warn : told.worst;
  told.disk.mount_point = mount_point;
  told.disk.device = data.text("device");
  into.disks.push_back(std::move(told));
}

}  // namespace

Recalled recalled_of(const std::vector<model::Event>& open, core::Instant now) {
  Recalled recalled;
  recalled.failures = open_failures(open);
  for (const auto& event : open) {
    if (!event.alert || !event.alert->firing) continue;
    const auto& key = event.alert->key;
    const auto check = key.starts_with(check_alert) ? key.substr(check_alert.size()) : "";
    if (check.starts_with(disk_name) || check == disks_check || check == looks_check)
      recalled.host_checks[check] = {event.at, event.severity, event.message};
    if (key.starts_with(spike_alert)) take_spike(event, now, recalled);
    if (key.starts_with(forecast_alert)) take_forecast(event, now, recalled);
    if (check.starts_with(disk_name)) take_disk(event, check.substr(disk_name.size()), recalled);
    recalled.disks_silent = recalled.disks_silent || check == disks_check;
    recalled.looks_silent = recalled.looks_silent || check == looks_check;
  }
  return recalled;
}

}  // namespace monitor
