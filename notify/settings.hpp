// The section `notify` of the configuration, as read and checked (CONTRACT.md, Configuration).
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "model/policy.hpp"
#include "notify/channel.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace notify {

// Empty lists match everything.
struct RouteMatch {
  std::vector<std::string> types;                       // globs over event types
  model::Severity severity = model::Severity::warning;  // this and above
  bool severity_written = false;  // else `warning`, or what is named by `types` whatever it is
  std::vector<std::string> deployments;  // globs; one that is not empty never matches the host's
  std::vector<model::Criticality> criticality;
  bool operator==(const RouteMatch&) const = default;
};

// Between these times of the local day nothing up to and including severity `until` is sent: it
// waits for the end. `from` > `to` goes over midnight.
struct QuietHours {
  int from_minute = 0, to_minute = 0;  // since midnight
  model::Severity until = model::Severity::warning;
  bool operator==(const QuietHours&) const = default;
};

struct Route {
  RouteMatch match;
  std::vector<std::string> channels;
  bool go_on = false;  // `continue`: the next routes are looked at, too
  std::optional<QuietHours> quiet;
  bool operator==(const Route&) const = default;
};

struct GroupSettings {
  std::vector<std::string> by{"cause", "deployment"};  // the first that a thing has gives its group
  core::Milliseconds wait{30'000}, interval{300'000}, repeat{14'400'000};
  bool operator==(const GroupSettings&) const = default;
};

struct DigestSettings {
  std::optional<int> at_minute = 8 * 60;  // of the local day; nothing: no digest
  std::vector<std::string> channels;      // empty: every channel
  bool operator==(const DigestSettings&) const = default;
};

struct HeartbeatSettings {
  std::string url;  // "": none
  core::Milliseconds interval{60'000};
  bool operator==(const HeartbeatSettings&) const = default;
};

struct Settings {
  std::map<std::string, ChannelSettings> channels;  // by name
  std::vector<Route> routes;                        // first match wins
  GroupSettings group;
  DigestSettings digest;
  HeartbeatSettings heartbeat;
  std::string report_file;
  core::Milliseconds recurrence{21'600'000};  // heal.recurrence
  bool operator==(const Settings&) const = default;
};

}  // namespace notify
