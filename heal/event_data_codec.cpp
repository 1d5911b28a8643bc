#include "heal/event_data.hpp"

#include <nlohmann/json.hpp>

namespace heal {

EventData data_of(const model::Event& event) {
  const auto json = nlohmann::json::parse(event.data, nullptr, false);
  EventData data;
  if (!json.is_object()) return data;
  const auto take = [&json](const char* key, std::string& into) {
    const auto found = json.find(key);
    if (found != json.end() && found->is_string()) into = found->get<std::string>();
  };
  take("action", data.action);
  take("object", data.object);
  take("because", data.because);
  take("detail", data.detail);
  take("fault", data.fault);
  take("fault_class", data.fault_class);
  take("check", data.check);
  take("type", data.type);
  take("criticality", data.criticality);
  take("ended", data.ended);
  const auto asked = json.find("asked_for");
  data.asked_for = asked != json.end() && asked->is_boolean() && asked->get<bool>();
  return data;
}

}  // namespace heal
