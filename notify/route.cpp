#include "notify/route.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <map>

namespace notify {
namespace {

bool matches_any(const std::vector<std::string>& globs, std::string_view text) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const auto& glob) { return core::glob_match(glob, text); });
}

bool matches(const RouteMatch& match, const RouteFacts& facts) {
  const bool named = !match.types.empty() && matches_any(match.types, facts.type);
  if (!match.types.empty() && !named) return false;
  // Nobody asked for it.
  if (!facts.told && !named) return false;
  const bool any_severity = named && !match.severity_written;
  if (!any_severity && facts.severity < match.severity) return false;
  if (!match.deployments.empty() &&
      std::none_of(facts.deployments.begin(), facts.deployments.end(),
                   [&](const auto& name) { return matches_any(match.deployments, name); }))
    return false;
  return match.criticality.empty() || std::find(match.criticality.begin(), match.criticality.end(),
                                                facts.criticality) != match.criticality.end();
}

Route everything_to_all(const Settings& settings) {
  Route all;
  for (const auto& [name, channel] : settings.channels) all.channels.push_back(name);
  return all;
}

}  // namespace

std::vector<Way> route(const RouteFacts& facts, const Settings& settings) {
  std::map<std::string, std::optional<QuietHours>> ways;
  const auto take = [&](const Route& each) {
    for (const auto& channel : each.channels) {
      if (channel == facts.not_through || !settings.channels.contains(channel)) continue;
      const auto [at, is_new] = ways.emplace(channel, each.quiet);
      if (!is_new && !each.quiet) at->second.reset();
    }
  };
  if (settings.routes.empty()) {
    const auto all = everything_to_all(settings);
    if (matches(all.match, facts)) take(all);
  }
  for (const auto& each : settings.routes) {
    if (!matches(each.match, facts)) continue;
    take(each);
    if (!each.go_on) break;
  }
  std::vector<Way> list;
  for (auto& [channel, quiet] : ways) list.push_back({channel, quiet});
  return list;
}

}  // namespace notify
