#include "cli/json_member.hpp"
#include "cli/notify_view.hpp"

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;

Json document(const std::string& text_of_json) { return Json::parse(text_of_json, nullptr, false); }

bool is_true(const Json& value) { return value.is_boolean() && value.get<bool>(); }

std::string match_of(const Json& match) {
  std::string out;
  for (const auto* key : {"type", "deployment", "service", "key", "severity"}) {
    const auto value = text(match, key);
    if (value.empty()) continue;
    out += (out.empty() ? "" : " ") + std::string(key) + "=" + value;
  }
  return out;
}

}  // namespace

ChannelText decode_channel(const std::string& text_of_json) {
  const auto json = document(text_of_json);
  return {text(json, "name"),
          text(json, "type"),
          text(json, "state"),
          text(json, "last_sent_at"),
          text(json, "next_attempt_at"),
          text(json, "last_answer"),
          number(json, "pending")};
}

ChannelTestText decode_channel_test(const std::string& text_of_json) {
  const auto json = document(text_of_json);
  return {text(json, "channel"), text(json, "answer"), is_true(at(json, "delivered")),
          number(json, "took_ms")};
}

NotificationText decode_notification(const std::string& text_of_json) {
  const auto json = document(text_of_json);
  const auto& message = at(json, "message");
  NotificationText out;
  out.id = number(json, "id");
  out.attempts = number(json, "attempts");
  out.channel = text(json, "channel");
  out.state = text(json, "state");
  out.created_at = text(json, "created_at");
  out.next_attempt_at = text(json, "next_attempt_at");
  out.answer = text(json, "answer");
  out.subject = text(message, "subject");
  out.severity = text(message, "severity");
  return out;
}

SilenceText decode_silence(const std::string& text_of_json) {
  const auto json = document(text_of_json);
  return {number(json, "id"),         text(json, "state"), text(json, "starts_at"),
          text(json, "ends_at"),      text(json, "by"),    text(json, "comment"),
          match_of(at(json, "match"))};
}

}  // namespace cli
