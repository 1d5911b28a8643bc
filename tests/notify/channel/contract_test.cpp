// Every kind of the table, whatever it is asked to tell: requests within the published limits of
// its service, and no secret in any answer.
#include "core/text.hpp"
#include "core/utf8.hpp"
#include "notify/channel/channel_stage.hpp"
#include "notify/channel/ready_settings.hpp"
#include "notify/channel/service_limits.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"

#include <set>

using channel_stage::made;
using channel_stage::ready_settings;
using channel_stage::RecordingServer;
using channel_stage::settings_for;
using channel_stage::token;
using notify::Message;
using notify::MessageKind;

namespace {

// Tested by themselves: these do not speak HTTP.
const std::set<std::string> other_kinds = {"email", "exec"};

Message empty_message() {
  auto message = sample_messages::message_of(MessageKind::problem, "m-empty");
  message.title = message.group = message.host = "";
  message.labels.clear();
  return message;
}

Message of_one_character(const std::string& character, std::size_t count) {
  auto message = sample_messages::problem();
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += character;
  message.title = message.summary = message.host = message.group = text;
  auto& first = message.items.front();
  first.what = first.next = first.command = first.deployment = first.service = text;
  first.key = first.fingerprint = text;
  first.why = first.done = {text, "short"};
  auto other = sample_messages::unhealthy_item();
  other.what = other.deployment = text.substr(0, 12 * character.size());
  message.items.resize(12, other);
  message.mentioned.assign(30, other.what);
  return message;
}

Message of_many_lines() {
  auto message = sample_messages::problem();
  auto first = sample_messages::unhealthy_item();
  first.what = first.next = first.command = "a";
  first.why = first.done = std::vector<std::string>(6, "b");
  message.items = std::vector(50, first);
  return message;
}

std::vector<Message> all_messages() {
  std::vector<Message> all{sample_messages::problem(),
                           sample_messages::resolved(),
                           sample_messages::recovery(),
                           sample_messages::digest(),
                           sample_messages::nasty(),
                           empty_message(),
                           of_many_lines()};
  const auto told = all;
  for (const auto& each : told) {
    all.push_back(each);
    all.back().kind = MessageKind::resolved;
  }
  for (const std::string character : {"x", "\n", "&", "\"", "\\", "*", "\xF0\x9F\x94\xA5",
                                      "\xD7\xA9", "\xE2\x80\xAE", "\x01", "\xFF", "{{title}}"})
    all.push_back(of_one_character(character, 5'000));
  auto test = sample_messages::problem();
  test.kind = MessageKind::test;
  all.push_back(test);
  return all;
}

}  // namespace

TEST_CASE("every kind of the table is held to its contract") {
  std::set<std::string> tested = other_kinds;
  for (const auto& [type, keys] : ready_settings) tested.insert(type);
  std::set<std::string> known;
  for (const auto& kind : notify::channel_kinds()) known.insert(std::string(kind.type));
  CHECK(tested == known);
  for (const auto& [type, keys] : ready_settings) CHECK(service_limits::known(type));
}

TEST_CASE("whatever a message says, each service gets what it takes") {
  const auto messages = all_messages();
  for (const auto& [type, keys] : ready_settings) {
    RecordingServer server(RecordingServer::ok("ok"));
    const auto channel = made(type, settings_for(type, server.url() + "/in"));
    for (const auto& message : messages) {
      CAPTURE(type, message.id, name_of(message.kind), message.title.substr(0, 20));
      const auto answer = channel->send(message, {});
      CAPTURE(answer.text);
      CHECK(answer.outcome == notify::SendOutcome::delivered);
      for (const auto& seen : server.take()) {
        CHECK(core::is_utf8(seen.body));
        CHECK(service_limits::mistakes(type, seen) == "");
      }
    }
  }
}

TEST_CASE("no answer shows a secret, though the other side repeats all it was sent") {
  for (const auto& [type, keys] : ready_settings) {
    const std::string path = "/services/T00SECRET/B00SECRET/hook";
    for (const std::string status : {"200 OK", "403 Forbidden", "500 Internal Server Error"}) {
      RecordingServer server(RecordingServer::reply(status, "no such " + path + " for Bearer " +
                                                                std::string(token) + " (" +
                                                                core::url_encode(token) + ")"));
      const auto channel = made(type, settings_for(type, server.url() + path));
      auto message = sample_messages::problem();
      message.kind = MessageKind::test;
      const auto answer = channel->send(message, {});
      CAPTURE(type, status, answer.text);
      CHECK(answer.text.find("T00SECRET") == std::string::npos);
      if (core::contains(keys, token)) {
        CHECK(answer.text.find("SecretToken") == std::string::npos);
      }
      CHECK(answer.text.starts_with("HTTP " + status.substr(0, 3)));
    }
  }
}

TEST_CASE("every kind tells taken, busy and refused apart") {
  const std::vector<std::pair<std::string, notify::SendOutcome>> statuses{
      {"202 Accepted", notify::SendOutcome::delivered},
      {"400 Bad Request", notify::SendOutcome::refused},
      {"404 Not Found", notify::SendOutcome::refused},
      {"429 Too Many Requests", notify::SendOutcome::retry},
      {"502 Bad Gateway", notify::SendOutcome::retry}};
  for (const auto& [type, keys] : ready_settings) {
    for (const auto& [status, outcome] : statuses) {
      RecordingServer server(RecordingServer::reply(status, "{}", "Retry-After: 7\r\n"));
      const auto channel = made(type, settings_for(type, server.url()));
      auto message = sample_messages::problem();
      message.kind = MessageKind::test;
      const auto answer = channel->send(message, {});
      CAPTURE(type, status, answer.text);
      CHECK(answer.outcome == outcome);
      const bool waits = outcome == notify::SendOutcome::retry;
      CHECK(answer.retry_after.has_value() == waits);
      if (waits) CHECK(*answer.retry_after == std::chrono::seconds(7));
    }
  }
}

TEST_CASE("no kind asks at a private address unless it is told to") {
  for (const auto& [type, keys] : ready_settings) {
    RecordingServer server;
    const auto channel = made(type, "{url: '" + server.url() + "'" + keys + "}");
    auto message = sample_messages::problem();
    message.kind = MessageKind::test;
    const auto answer = channel->send(message, {});
    CAPTURE(type);
    CHECK(answer.outcome == notify::SendOutcome::retry);
    CHECK(answer.text ==
          "the address 127.0.0.1 is a private one: `allow_private: true` lets this channel use it");
    CHECK(server.connections() == 0);
  }
}
