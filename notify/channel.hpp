// A channel: one way to reach people. Every kind has a folder below notify/channel/ and one line in
// notify/channel/kinds.cpp.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/yaml_map.hpp"
#include "notify/message.hpp"

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notify {

enum class SendOutcome {
  delivered,  // the other side has taken it
  retry,      // it could not be reached, or asks to come back later
  refused,    // it will never take this message: trying again cannot help
};

struct Answer {
  SendOutcome outcome = SendOutcome::delivered;
  // One line, no secrets: what the other side said ("250 2.0.0 Ok: queued as 3F2A", "HTTP 404:
  // no_team"), or why it could not be asked.
  std::string text;
  std::optional<core::Milliseconds> retry_after;  // where it says so
  // Of `retry`: it was reached, has seen this message and did not take it; another one might do
  // better. Not so where it wants no message at all now (a limit of rate, a login).
  bool saw_it = false;
};

// What `timeout` of a channel may be at most.
inline constexpr core::Milliseconds send_timeout_max{300'000};

// How long a send may take (less, where the channel's own `timeout` says so), and whether it should
// go on: asked about once a second from the sending thread; false when the agent stops, which is
// answered with `retry`.
struct SendLimit {
  core::Milliseconds timeout = send_timeout_max;
  std::function<bool()> goes_on;
};

class Channel {
 public:
  virtual ~Channel() = default;
  // Blocking: on a thread of a pool, never two at once of the same channel.
  virtual Answer send(const Message& message, const SendLimit& limit) = 0;
};

// What fires now, for channels that are told all of it again and again (Alertmanager).
struct AlertNow {
  Item item;  // with `ended` where it is over
  core::WallTime ends_at;
};

class AlertFeed {
 public:
  virtual ~AlertFeed() = default;
  virtual Answer post(const std::vector<AlertNow>& alerts, const std::string& host,
                      const SendLimit& limit) = 0;
};

// The settings of one configured channel. Its own part is a value type of its kind, with ==.
struct ChannelSettings {
  std::string type;
  // Of the kind: what it was read from (equal settings make equal channels), and how to make it.
  std::string fingerprint;  // a digest of all its keys and secrets
  std::function<std::unique_ptr<Channel>()> make;
  std::function<std::unique_ptr<AlertFeed>()> make_feed;  // empty but for kinds that are fed
  // It opens and closes something for each thread (PagerDuty, Opsgenie): a backlog is sent one by
  // one, because a digest of it would close nothing.
  bool keeps_threads = false;
  bool operator==(const ChannelSettings& other) const {
    return type == other.type && fingerprint == other.fingerprint;
  }
};

// A kind of channel, as the table has it.
struct ChannelKind {
  std::string_view type;   // "email"
  std::string_view title;  // "Email (SMTP)"
  // Reads the keys of one channel (`type` is read already) and collects the mistakes in the map.
  // Nothing where one was found.
  std::optional<ChannelSettings> (*read)(core::YamlMap& map);
  // A ready piece of configuration with comments, two spaces an indent, for `channels sample`.
  std::string_view sample;
};

// All kinds, by type.
const std::vector<ChannelKind>& channel_kinds();
const ChannelKind* find_channel_kind(std::string_view type);

}  // namespace notify
