// What a person is told, made once from events and incidents; every channel shows the same in its
// own form.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/event.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notify {

enum class MessageKind : std::uint8_t {
  problem,   // something fires
  resolved,  // all that it is about is over
  recovery,  // recovery.completed and its update
  notice,    // happened once and has no end: config.refused, a forgotten stop
  digest,    // what healed by itself, or a backlog
  test,
};
std::string_view name_of(MessageKind kind);
std::optional<MessageKind> message_kind_from(std::string_view text);

// One thing that the message is about. Texts are plain UTF-8 without control characters, hold no
// secrets, and are one line each.
struct Item {
  std::string key;   // the alert's; "" of what has no end
  std::string type;  // of its newest event: "incident.opened"
  bool firing = true;
  model::Severity severity = model::Severity::warning;
  model::DeploymentName deployment;  // "" = the host
  model::ServiceName service;
  std::string what;                     // what happened, one sentence, with its subject
  std::optional<core::WallTime> since;  // it fires; or it happened
  std::optional<core::WallTime> ended;
  std::vector<std::string> why;   // evidence, oldest first, at most 6
  std::vector<std::string> done;  // what was done about it, oldest first, at most 6
  std::string next;               // what comes next; "" where nothing does
  std::string command;            // to look further: "evenkeel explain shop/web"
  std::optional<std::int64_t> incident;
  std::string fingerprint;  // of the incident, "" without one
  bool recurring = false;   // it had been over, and came back
  int occurrences = 1;
  std::vector<model::EventId> events;  // that it is made of, ascending
  bool operator==(const Item&) const = default;
};

struct Message {
  std::string id;      // the same for every attempt to send it: [a-z0-9.-]+, at most 64 bytes
  std::string thread;  // messages with the same one belong together; same form
  bool begins_thread = true;
  MessageKind kind = MessageKind::problem;
  model::Severity severity = model::Severity::warning;  // the highest of its items
  std::string host;                                     // name of this host
  std::map<std::string, std::string> labels;            // of this host
  core::WallTime at;                                    // made
  std::string group;        // what its items have in common: "deployment shop"
  std::string title;        // one line without host and severity: "shop/web is unhealthy"
  std::string summary;      // one or two sentences
  std::vector<Item> items;  // firing first, the worst first; at most 50
  int left_out = 0;         // items that had no room
  std::vector<std::string> mentioned;  // what is not well because of it, not told of one by one
  bool operator==(const Message&) const = default;
};

// "[critical] nas: shop/web is unhealthy"; of a resolved one "[resolved] nas: …".
std::string subject_line(const Message& message);

// Of what the outbox keeps and a webhook is sent: {"version": 1, "id": …}. A reader accepts what a
// later version adds.
inline constexpr int message_version = 1;
std::string json_text(const Message& message);
core::Result<Message> message_from_json(std::string_view text);

}  // namespace notify
