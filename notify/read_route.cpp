#include "notify/read_route.hpp"

#include "model/event_types.hpp"

#include <algorithm>

namespace notify {
namespace {

using core::take;
using core::YamlMap;

const YamlMap::Choices severity_names{"info", "warning", "critical"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A pattern with other characters than a name has matches nothing, and nobody would hear of it.
core::Status judge_pattern(const std::string& text, const char* of, std::string_view marks) {
  const auto fits = [marks](char c) {
    return is_letter(c) || is_digit(c) || marks.find(c) != marks.npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), fits)) return {};
  return core::invalid("expected " + std::string(of) + " or a pattern (* ?), found '" + text + "'");
}

core::Status judge_type(const std::string& text) {
  auto formed = judge_pattern(text, "the type of an event such as incident.opened", "._*?");
  if (!formed) return formed;
  if (model::matches_event_type(text)) return {};
  const bool pattern = text.find_first_of("*?") != text.npos;
  return core::invalid(
      (pattern ? "no type of an event matches '" : "there is no type of an event '") + text + "'" +
      core::did_you_mean(text, model::event_type_patterns()));
}

void read_severity(YamlMap& map, const std::string& key, model::Severity& severity) {
  if (const auto name = map.choice(key, severity_names))
    take(severity, model::severity_from(*name));
}

void read_match(YamlMap& map, RouteMatch& match) {
  take(match.types, map.texts("types", judge_type));
  match.severity_written = map.has("severity");
  read_severity(map, "severity", match.severity);
  take(match.deployments, map.texts("deployments", [](const std::string& text) {
    return judge_pattern(text, "the name of a deployment", "._-*?");
  }));
  const auto criticality = map.choices("criticality", {"critical", "standard", "optional"});
  if (!criticality) return;
  for (const auto& name : *criticality)
    match.criticality.push_back(model::criticality_from(name).value());
}

std::optional<QuietHours> read_quiet(YamlMap& map) {
  map.require("from");
  map.require("to");
  const auto from = read_minute(map, "from"), to = read_minute(map, "to");
  QuietHours quiet;
  read_severity(map, "until", quiet.until);
  if (!from || !to) return std::nullopt;
  if (*from == *to) map.refuse("to", "expected another time than `from`");
  quiet.from_minute = *from;
  quiet.to_minute = *to;
  return quiet;
}

}  // namespace

std::optional<int> read_minute(YamlMap& map, const std::string& key) {
  const auto text = map.text(key);
  if (!text) return std::nullopt;
  const bool formed = text->size() == 5 && is_digit((*text)[0]) && is_digit((*text)[1]) &&
                      (*text)[2] == ':' && is_digit((*text)[3]) && is_digit((*text)[4]);
  const int hour = formed ? std::stoi(text->substr(0, 2)) : 24;
  const int minute = formed ? std::stoi(text->substr(3)) : 60;
  if (hour < 24 && minute < 60) return 60 * hour + minute;
  map.refuse(key, "expected a time of the day from \"00:00\" to \"23:59\", found '" + *text + "'");
  return std::nullopt;
}

std::optional<std::vector<std::string>> read_channel_names(YamlMap& map, const std::string& key,
                                                           const ChannelNames& names) {
  return map.texts(key, [&](const std::string& name) -> core::Status {
    if (std::find(names.begin(), names.end(), name) != names.end()) return {};
    auto hint = core::did_you_mean(name, names);
    if (names.empty()) hint = "; there is none under notify.channels";
    return core::invalid("expected the name of a channel, found '" + name + "'" + hint);
  });
}

Route read_route(YamlMap& map, const ChannelNames& names) {
  Route route;
  map.section("match", [&](YamlMap& below) { read_match(below, route.match); });
  map.require("channels");
  take(route.channels, read_channel_names(map, "channels", names));
  take(route.go_on, map.flag("continue"));
  const bool quiet = map.has("quiet");
  map.section("quiet", [&](YamlMap& below) {
    if (quiet) route.quiet = read_quiet(below);
  });
  return route;
}

}  // namespace notify
