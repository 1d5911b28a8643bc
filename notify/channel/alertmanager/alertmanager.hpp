// Prometheus Alertmanager: what fires is posted again and again; grouping, repeating and silencing
// are its own.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notify::alertmanager {

// Alertmanager names no limits; ours keep a post small. Of label names: Prometheus' data model,
// [a-zA-Z_][a-zA-Z0-9_]*.
inline constexpr std::size_t label_characters_max = 200;
inline constexpr std::size_t annotation_characters_max = 2'000;
inline constexpr std::size_t alerts_in_a_post_max = 500;
// Proxies in front of it take 1 MiB where nobody has told them otherwise (nginx).
inline constexpr std::size_t post_bytes_max = 512 * 1024;
inline constexpr std::size_t urls_max = 8;

struct Settings {
  HttpTransport transport;                    // without `url`
  std::vector<core::Secret> urls;             // of each server of the cluster
  std::map<std::string, std::string> labels;  // of every alert
};

using Labels = std::map<std::string, std::string>;

// alertname, host, key, severity, deployment, service, fingerprint, and the fixed ones over these.
Labels labels_of(const Item& item, const std::string& host, const Settings& settings);

// What was posted under a key: an alert whose labels changed (a higher severity) is another one to
// Alertmanager, and the former has to be ended.
struct PostedAlert {
  Labels labels;
  core::WallTime since;
};
using PostedAlerts = std::map<std::string, PostedAlert>;

// Bodies for /api/v2/alerts, a list of alerts each; none where there is nothing to say. `posted` is
// brought up to date: take it over once the bodies are taken.
std::vector<std::string> format(const std::vector<AlertNow>& alerts, const std::string& host,
                                const Settings& settings, core::WallTime now, PostedAlerts& posted);

// A message by itself is nothing to Alertmanager, which is fed: it counts as delivered without
// being sent. A test posts an empty list.
std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::alertmanager
