#include "core/time_text.hpp"
#include "notify/message.hpp"

#include <nlohmann/json.hpp>

namespace notify {
namespace {

using MessageJson = nlohmann::ordered_json;

MessageJson time_or_null(const std::optional<core::WallTime>& at) {
  return at ? MessageJson(core::rfc3339(*at)) : MessageJson(nullptr);
}

MessageJson text_or_null(const std::string& text) {
  return text.empty() ? MessageJson(nullptr) : MessageJson(text);
}

MessageJson json_of_item(const Item& item) {
  return {{"key", text_or_null(item.key)},
          {"type", item.type},
          {"state", item.firing ? "firing" : "resolved"},
          {"severity", model::name_of(item.severity)},
          {"deployment", text_or_null(item.deployment)},
          {"service", text_or_null(item.service)},
          {"what", item.what},
          {"since", time_or_null(item.since)},
          {"ended", time_or_null(item.ended)},
          {"why", item.why},
          {"done", item.done},
          {"next", text_or_null(item.next)},
          {"command", text_or_null(item.command)},
          {"incident", item.incident ? MessageJson(*item.incident) : MessageJson(nullptr)},
          {"fingerprint", text_or_null(item.fingerprint)},
          {"recurring", item.recurring},
          {"occurrences", item.occurrences},
          {"events", item.events}};
}

std::string text_in(const MessageJson& json, const char* key) {
  const auto at = json.find(key);
  return at == json.end() || at->is_null() ? "" : at->get<std::string>();
}

std::optional<core::WallTime> time_in(const MessageJson& json, const char* key) {
  const auto text = text_in(json, key);
  if (text.empty()) return std::nullopt;
  return core::parse_rfc3339(text).value();
}

model::Severity severity_in(const MessageJson& json) {
  // Enumerations grow.
  return model::severity_from(text_in(json, "severity")).value_or(model::Severity::warning);
}

Item item_from(const MessageJson& json) {
  Item item;
  item.key = text_in(json, "key");
  item.type = text_in(json, "type");
  item.firing = text_in(json, "state") != "resolved";
  item.severity = severity_in(json);
  item.deployment = text_in(json, "deployment");
  item.service = text_in(json, "service");
  item.what = text_in(json, "what");
  item.since = time_in(json, "since");
  item.ended = time_in(json, "ended");
  item.why = json.value("why", std::vector<std::string>{});
  item.done = json.value("done", std::vector<std::string>{});
  item.next = text_in(json, "next");
  item.command = text_in(json, "command");
  if (json.contains("incident") && !json["incident"].is_null())
    item.incident = json["incident"].get<std::int64_t>();
  item.fingerprint = text_in(json, "fingerprint");
  item.recurring = json.value("recurring", false);
  item.occurrences = json.value("occurrences", 1);
  item.events = json.value("events", std::vector<model::EventId>{});
  return item;
}

Message message_from(const MessageJson& json) {
  Message message;
  message.id = json.at("id").get<std::string>();
  message.thread = text_in(json, "thread");
  message.begins_thread = json.value("begins_thread", true);
  message.kind = message_kind_from(text_in(json, "kind")).value_or(MessageKind::notice);
  message.severity = severity_in(json);
  message.host = text_in(json, "host");
  message.labels = json.value("labels", std::map<std::string, std::string>{});
  message.at = core::parse_rfc3339(json.at("at").get<std::string>()).value();
  message.group = text_in(json, "group");
  message.title = text_in(json, "title");
  message.summary = text_in(json, "summary");
  for (const auto& each : json.value("items", MessageJson::array()))
    message.items.push_back(item_from(each));
  message.left_out = json.value("left_out", 0);
  message.mentioned = json.value("mentioned", std::vector<std::string>{});
  return message;
}

}  // namespace

std::string json_text(const Message& message) {
  auto items = MessageJson::array();
  for (const auto& each : message.items) items.push_back(json_of_item(each));
  const MessageJson json = {{"version", message_version},
                            {"id", message.id},
                            {"thread", message.thread},
                            {"begins_thread", message.begins_thread},
                            {"kind", name_of(message.kind)},
                            {"severity", model::name_of(message.severity)},
                            {"host", message.host},
                            {"labels", message.labels},
                            {"at", core::rfc3339(message.at)},
                            {"group", message.group},
                            {"title", message.title},
                            {"summary", message.summary},
                            {"items", std::move(items)},
                            {"left_out", message.left_out},
                            {"mentioned", message.mentioned}};
  return json.dump(-1, ' ', false, MessageJson::error_handler_t::replace);
}

core::Result<Message> message_from_json(std::string_view text) {
  try {
    return message_from(MessageJson::parse(text));
  } catch (const std::exception& problem) {
    return core::Error{core::Errc::corrupt, std::string("no message: ") + problem.what()};
  }
}

}  // namespace notify
