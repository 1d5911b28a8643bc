#include "monitor/checks/open_failures.hpp"

#include "core/text.hpp"
#include "monitor/event_codec.hpp"

#include <string_view>

namespace monitor {
namespace {

constexpr std::string_view alert_prefix = "check/";

// No name that an owner gives has a colon (docs/monitoring.md "Disks").
bool is_of_monitor(std::string_view id) {
  return id == disks_check || id == looks_check || id.find(':') != std::string_view::npos;
}

}  // namespace

OpenFailures open_failures(const std::vector<model::Event>& events) {
  OpenFailures open;
  for (const auto& event : events) {
    if (!event.alert || !event.alert->key.starts_with(alert_prefix)) continue;
    const auto id = event.alert->key.substr(alert_prefix.size());
    if (is_of_monitor(id)) continue;
    if (event.alert->firing)
      open[id] = {event.at, event.severity, true};
    else
      open.erase(id);
  }
  return open;
}

Check check_of_id(const std::string& id) {
  Check check;
  const auto parts = core::split(id, '/');
  check.name = parts.back();
  if (parts.size() != 3) return check;
  check.deployment = parts[0];
  check.service = parts[1];
  return check;
}

}  // namespace monitor
