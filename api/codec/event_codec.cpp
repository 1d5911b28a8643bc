#include "api/codec/event_codec.hpp"

#include "api/codec/json_text.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

// `data` was written by us; a damaged one must not take the whole list with it.
Json data_json(const std::string& text) {
  auto data = Json::parse(text, nullptr, false);
  return data.is_object() ? data : Json::object();
}

Json alert_json(const std::optional<model::Alert>& alert) {
  if (!alert) return nullptr;
  return {{"key", alert->key}, {"state", alert->firing ? "firing" : "resolved"}};
}

std::string frame(model::EventId id, const std::string& type, const Json& data) {
  return "id: " + std::to_string(id) + "\nevent: " + type + "\ndata: " + json_text(data) + "\n\n";
}

struct Frame {
  std::string operator()(const model::Event& event) const {
    return frame(event.id, event.type, to_json(event));
  }
  std::string operator()(const StreamGap& gap) const {
    return frame(gap.to, "stream.gap", {{"from", gap.from}, {"to", gap.to}});
  }
};

}  // namespace

Json to_json(const model::Event& event) {
  return {{"id", event.id},
          {"at", json_time(event.at)},
          {"type", event.type},
          {"severity", model::name_of(event.severity)},
          {"deployment", json_or_null(event.deployment)},
          {"service", json_or_null(event.service)},
          {"container", json_or_null(event.container)},
          {"incident", event.incident ? Json(*event.incident) : Json(nullptr)},
          {"alert", alert_json(event.alert)},
          {"message", event.message},
          {"data", data_json(event.data)}};
}

std::string sse_text(const StreamItem& item) { return std::visit(Frame{}, item); }

}  // namespace api
