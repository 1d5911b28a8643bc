// Which channels hear of a thing, by the routes of the configuration: the first that matches, and
// those after it where it says `continue`. Without any route: warning and above to every channel.
// Pure.
#pragma once

#include "model/event.hpp"
#include "model/ids.hpp"
#include "model/policy.hpp"
#include "notify/settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace notify {

struct RouteFacts {
  std::string type;
  bool told = true;  // by default (notify/event_kind.hpp)
  model::Severity severity = model::Severity::warning;
  std::vector<model::DeploymentName> deployments;  // empty: the host's
  model::Criticality criticality = model::Criticality::standard;
  std::string not_through;  // a channel that it is about: never told through itself
};

struct Way {
  std::string channel;
  std::optional<QuietHours> quiet;  // of the route; none where one of two routes has none
  bool operator==(const Way&) const = default;
};

// By channel, each once; only channels that are configured.
std::vector<Way> route(const RouteFacts& facts, const Settings& settings);

}  // namespace notify
