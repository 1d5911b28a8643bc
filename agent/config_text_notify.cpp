#include "agent/config_text_notify.hpp"

#include "core/digest.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

namespace agent {
namespace {

constexpr std::size_t digest_digits = 16;

std::string list_text(const std::vector<std::string>& items) {
  return "[" + core::join(items, ", ") + "]";
}

std::string minute_text(int minute) {
  const auto two_digits = [](int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return two_digits(minute / 60) + ":" + two_digits(minute % 60);
}

std::string match_text(const notify::RouteMatch& match) {
  std::vector<std::string> parts;
  if (!match.types.empty()) parts.push_back("types: " + list_text(match.types));
  if (match.severity_written)
    parts.push_back("severity: " + std::string(model::name_of(match.severity)));
  if (!match.deployments.empty()) parts.push_back("deployments: " + list_text(match.deployments));
  std::vector<std::string> levels;
  for (const auto level : match.criticality) levels.emplace_back(model::name_of(level));
  if (!levels.empty()) parts.push_back("criticality: " + list_text(levels));
  return "{" + core::join(parts, ", ") + "}";
}

std::string route_text(const notify::Route& route) {
  auto out = "{match: " + match_text(route.match) + ", channels: " + list_text(route.channels);
  if (route.go_on) out += ", continue: true";
  if (route.quiet)
    out += ", quiet: {from: " + minute_text(route.quiet->from_minute) +
           ", to: " + minute_text(route.quiet->to_minute) +
           ", until: " + std::string(model::name_of(route.quiet->until)) + "}";
  return out + "}";
}

std::string channels_text(const notify::Settings& settings) {
  std::vector<std::string> names;
  for (const auto& [name, channel] : settings.channels) names.push_back(name);
  return "{" + core::join(names, ", ") + "}";
}

// Who knows such an address can keep the alarm from going off.
std::string address_text(const std::string& url) {
  return url.empty() ? "" : core::sha256_hex(url).substr(0, digest_digits);
}

}  // namespace

std::map<std::string, std::string> notify_values(const notify::Settings& settings) {
  std::vector<std::string> routes;
  for (const auto& route : settings.routes) routes.push_back(route_text(route));
  const auto& [by, wait, interval, repeat] = settings.group;
  const auto& digest = settings.digest;
  return {{"notify.channels", channels_text(settings)},
          {"notify.routes", list_text(routes)},
          {"notify.group.by", list_text(by)},
          {"notify.group.wait", core::duration_text(wait)},
          {"notify.group.interval", core::duration_text(interval)},
          {"notify.group.repeat", core::duration_text(repeat)},
          {"notify.digest.at", digest.at_minute ? minute_text(*digest.at_minute) : "off"},
          {"notify.digest.channels", list_text(digest.channels)},
          {"notify.heartbeat.url", address_text(settings.heartbeat.url)},
          {"notify.heartbeat.url_file", ""},  // what it holds is compared as the address
          {"notify.heartbeat.interval", core::duration_text(settings.heartbeat.interval)},
          {"notify.report_file", settings.report_file}};
}

}  // namespace agent
