#include "notify/read_settings.hpp"

#include "notify/read_route.hpp"

#include <algorithm>

namespace notify {
namespace {

using core::take;
using core::YamlMap;
using core::YamlReading;
using core::YamlValue;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

YamlMap::Choices channel_types() {
  YamlMap::Choices out;
  for (const auto& kind : channel_kinds()) out.emplace_back(kind.type);
  return out;
}

bool can_name_channel(const std::string& name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const auto fits = [letter](char c) { return letter(c) || c == '.' || c == '_' || c == '-'; };
  return !name.empty() && name.size() <= channel_name_bytes_max && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), fits);
}

// Of a type that is not known no other key is known either: one mistake is said, not one a key.
void read_channel(YamlMap map, const std::string& name, Settings& settings) {
  map.require("type");
  const auto type = map.choice("type", channel_types());
  if (!type) return;
  auto channel = find_channel_kind(*type)->read(map);
  map.finish();
  if (!channel) return;
  channel->type = *type;
  settings.channels.insert_or_assign(name, std::move(*channel));
}

// The names of all that are written, so that a route to one with a mistake is no second mistake.
ChannelNames read_channels(YamlReading& reading, const YamlValue& value, const std::string& path,
                           Settings& settings) {
  ChannelNames names;
  if (value.kind != YamlValue::Kind::map) {
    reading.refuse(value, path, "expected a map of channels, found " + describe(value));
    return names;
  }
  for (const auto& [name, channel] : value.entries) {
    const auto where = path + "." + name;
    names.push_back(name);
    if (!can_name_channel(name))
      reading.refuse(channel, where,
                     "expected the name of a channel (at most 64 letters, digits, and after the "
                     "first . _ -), found '" +
                         name + "'");
    else if (channel.kind == YamlValue::Kind::map)
      read_channel(YamlMap(reading, channel, where, path + ".*"), name, settings);
    else
      reading.refuse(channel, where, "expected a map of keys, found " + describe(channel));
  }
  if (names.size() > channels_max)
    reading.refuse(value, path,
                   "expected at most " + std::to_string(channels_max) + " channels, found " +
                       std::to_string(names.size()));
  return names;
}

void read_routes(YamlReading& reading, const YamlValue& value, const std::string& path,
                 const ChannelNames& names, std::vector<Route>& routes) {
  if (value.kind != YamlValue::Kind::list)
    return reading.refuse(value, path, "expected a list of routes, found " + describe(value));
  if (value.items.size() > routes_max)
    return reading.refuse(value, path,
                          "expected at most " + std::to_string(routes_max) + " routes, found " +
                              std::to_string(value.items.size()));
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const auto& item = value.items[i];
    const auto where = path + "[" + std::to_string(i) + "]";
    if (item.kind != YamlValue::Kind::map) {
      reading.refuse(item, where, "expected a map of keys, found " + describe(item));
      continue;
    }
    YamlMap map(reading, item, where, path + ".*");
    routes.push_back(read_route(map, names));
    map.finish();
  }
}

void read_group(YamlMap& map, GroupSettings& group) {
  take(group.by, map.choices("by", {"cause", "deployment"}));
  take(group.wait, map.duration("wait", milliseconds(0), hours(1)));
  take(group.interval, map.duration("interval", seconds(1), hours(24)));
  take(group.repeat, map.duration("repeat", seconds(1), 31 * hours(24)));
  if (group.repeat < group.interval) map.refuse("repeat", "expected at least `interval`");
}

void read_digest(YamlMap& map, const ChannelNames& names, DigestSettings& digest) {
  if (map.is("at", "") || map.is("at", "off")) {
    map.text("at");
    digest.at_minute.reset();
  } else if (const auto minute = read_minute(map, "at")) {
    digest.at_minute = *minute;
  }
  take(digest.channels, read_channel_names(map, "channels", names));
}

// No value in the text of the mistake: such an address is a secret as a whole.
void read_heartbeat(YamlMap& map, HeartbeatSettings& heartbeat) {
  if (const auto url = map.secret("url")) {
    heartbeat.url = url->reveal();
    const bool is_address = heartbeat.url.empty() || heartbeat.url.starts_with("http://") ||
                            heartbeat.url.starts_with("https://");
    if (!is_address)
      map.refuse(map.has("url") ? "url" : "url_file",
                 "expected an address that begins with https:// or http://");
  }
  take(heartbeat.interval, map.duration("interval", seconds(1), hours(24)));
}

void read_report_file(YamlMap& map, std::string& report_file) {
  auto path = map.text("report_file");
  if (!path) return;
  if (!path->empty() && !path->starts_with('/'))
    return map.refuse("report_file", "expected an absolute path, found '" + *path + "'");
  report_file = std::move(*path);
}

}  // namespace

void read_notify(YamlMap& map, Settings& settings) {
  ChannelNames names;
  map.value("channels", [&](YamlReading& reading, const YamlValue& value, const std::string& path) {
    names = read_channels(reading, value, path, settings);
  });
  map.value("routes", [&](YamlReading& reading, const YamlValue& value, const std::string& path) {
    read_routes(reading, value, path, names, settings.routes);
  });
  map.section("group", [&](YamlMap& below) { read_group(below, settings.group); });
  map.section("digest", [&](YamlMap& below) { read_digest(below, names, settings.digest); });
  map.section("heartbeat", [&](YamlMap& below) { read_heartbeat(below, settings.heartbeat); });
  read_report_file(map, settings.report_file);
}

}  // namespace notify
