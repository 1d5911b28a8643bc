#include "api/codec/notify_codec.hpp"

#include "api/codec/json_text.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

// Of the host there is no name.
std::set<std::string> deployments_of(const notify::Message& message) {
  std::set<std::string> out;
  for (const auto& item : message.items)
    if (!item.deployment.empty()) out.insert(item.deployment);
  return out;
}

std::set<std::int64_t> incidents_of(const notify::Message& message) {
  std::set<std::int64_t> out;
  for (const auto& item : message.items)
    if (item.incident) out.insert(*item.incident);
  return out;
}

std::set<model::EventId> events_of(const notify::Message& message) {
  std::set<model::EventId> out;
  for (const auto& item : message.items) out.insert(item.events.begin(), item.events.end());
  return out;
}

Json message_json(const notify::Message& message) {
  return {{"id", message.id},
          {"thread", message.thread},
          {"kind", notify::name_of(message.kind)},
          {"severity", model::name_of(message.severity)},
          {"subject", notify::subject_line(message)},
          {"summary", message.summary},
          {"at", json_time(message.at)},
          {"deployments", deployments_of(message)},
          {"incidents", incidents_of(message)},
          {"events", events_of(message)},
          {"items", message.items.size() + static_cast<std::size_t>(message.left_out)}};
}

Json match_json(const notify::SilenceMatch& match) {
  return {{"type", json_or_null(match.type)},
          {"deployment", json_or_null(match.deployment)},
          {"service", json_or_null(match.service)},
          {"key", json_or_null(match.key)},
          {"severity", match.severity ? Json(model::name_of(*match.severity)) : Json(nullptr)}};
}

const char* state_of(const notify::Silence& silence, core::WallTime now) {
  if (silence.is_active(now)) return "active";
  return now < silence.starts_at && silence.starts_at < silence.ends_at ? "pending" : "over";
}

}  // namespace

Json to_json(const notify::ChannelView& channel) {
  return {{"name", channel.name},
          {"type", channel.type},
          {"state", channel.state},
          {"pending", channel.pending},
          {"last_sent_at", json_time(channel.last_sent_at)},
          {"last_failed_at", json_time(channel.last_failed_at)},
          {"next_attempt_at", json_time(channel.next_attempt_at)},
          {"last_answer", json_or_null(channel.last_answer)}};
}

Json to_json(const notify::TestResult& result) {
  return {{"channel", result.channel},
          {"delivered", result.delivered},
          {"answer", result.answer},
          {"took_ms", result.took.count()}};
}

Json to_json(const notify::Delivery& delivery) {
  return {{"id", delivery.id},
          {"channel", delivery.channel},
          {"state", notify::name_of(delivery.state)},
          {"attempts", delivery.attempts},
          {"created_at", json_time(delivery.created_at)},
          {"expires_at", json_time(delivery.expires_at)},
          {"next_attempt_at", json_time(delivery.next_attempt_at)},
          {"ended_at", json_time(delivery.ended_at)},
          {"answer", json_or_null(delivery.answer)},
          {"message", message_json(delivery.message)}};
}

Json to_json(const notify::Silence& silence, core::WallTime now) {
  return {{"id", silence.id},
          {"state", state_of(silence, now)},
          {"match", match_json(silence.match)},
          {"starts_at", json_time(silence.starts_at)},
          {"ends_at", json_time(silence.ends_at)},
          {"by", silence.by},
          {"comment", silence.comment},
          {"made_at", json_time(silence.made_at)}};
}

}  // namespace api
