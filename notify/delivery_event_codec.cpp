#include "notify/delivery_event_codec.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace notify {
namespace {

using EventData = nlohmann::json;

model::Event delivery_event(std::string type, model::Severity severity, std::string message,
                            const EventData& data, core::WallTime now) {
  model::Event event;
  event.at = now;
  event.type = std::move(type);
  event.severity = severity;
  event.message = std::move(message);
  // What a server answers need not be UTF-8.
  event.data = data.dump(-1, ' ', false, EventData::error_handler_t::replace);
  return event;
}

EventData data_of(const Delivery& delivery) {
  return {{"channel", delivery.channel},       {"notification", delivery.id},
          {"message_id", delivery.message.id}, {"title", delivery.message.title},
          {"attempts", delivery.attempts},     {"answer", delivery.answer}};
}

std::string counted_things(std::int64_t count, const std::string& one) {
  return count == 1 ? "1 " + one : std::to_string(count) + " " + one + "s";
}

}  // namespace

model::Event sent_event(const Delivery& delivery, core::WallTime now) {
  return delivery_event("notification.sent", model::Severity::info,
                        "Sent to " + delivery.channel + ": " + delivery.message.title + ".",
                        data_of(delivery), now);
}

model::Event failing_event(const std::string& channel, const std::string& answer,
                           core::WallTime now) {
  const EventData data = {{"channel", channel}, {"answer", answer}};
  return delivery_event(
      "notification.failed", model::Severity::info,
      "Channel " + channel + " cannot be reached: " + answer + ". It is tried again.", data, now);
}

model::Event aside_event(const Delivery& delivery, core::WallTime now) {
  return delivery_event("notification.failed", model::Severity::info,
                        "Channel " + delivery.channel + " does not take \"" +
                            delivery.message.title + "\": " + delivery.answer +
                            ". What comes after it is sent, and it is tried again beside.",
                        data_of(delivery), now);
}

model::Event refused_event(const Delivery& delivery, bool first, core::WallTime now) {
  return delivery_event(first ? "notification.dropped" : "notification.failed",
                        first ? model::Severity::warning : model::Severity::info,
                        "Channel " + delivery.channel + " refused \"" + delivery.message.title +
                            "\": " + delivery.answer + ". It is not tried again.",
                        data_of(delivery), now);
}

model::Event dropped_event(const std::string& channel, std::int64_t count, const std::string& why,
                           core::WallTime now) {
  const EventData data = {{"channel", channel}, {"count", count}, {"answer", why}};
  return delivery_event("notification.dropped", model::Severity::warning,
                        counted_things(count, "message") + " for channel " + channel +
                            (count == 1 ? " was" : " were") + " not sent: " + why + ".",
                        data, now);
}

model::Event skipped_event(std::int64_t count, core::WallTime now) {
  const EventData data = {{"events", count}};
  return delivery_event(
      "notification.dropped", model::Severity::warning,
      counted_things(count, "event") + " could not be told: the log did not keep them long enough.",
      data, now);
}

model::Event round_failing_event(const std::string& subject, const std::string& why,
                                 core::WallTime now) {
  const EventData data = {{"subject", subject}, {"answer", why}};
  return delivery_event("notification.failed", model::Severity::info,
                        subject + " cannot be sent: " + why + ". It is tried again.", data, now);
}

}  // namespace notify
