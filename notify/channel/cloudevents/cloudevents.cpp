#include "notify/channel/cloudevents/cloudevents.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <nlohmann/json.hpp>

namespace notify::cloudevents {

using nlohmann::json;

HttpPost format(const Message& message, const Settings& settings) {
  const auto host = fit_text(message.host, {.max = 255, .one_line = true});
  json event{{"specversion", "1.0"},
             {"id", message.id},
             {"source", "/evenkeel/" + core::url_encode(host)},
             {"type", "evenkeel.notification." + std::string(name_of(message.kind))},
             {"time", core::rfc3339(message.at)},
             {"datacontenttype", "application/json"},
             {"data", json::parse(json_text(fit_message(message, data_bytes_max)))}};
  // An attribute must not be empty.
  if (const auto subject = fit_text(message.group, {.max = 255, .one_line = true});
      !subject.empty())
    event["subject"] = subject;
  return {.url = settings.transport.url.reveal(),
          .headers = {{"Content-Type", "application/cloudevents+json; charset=utf-8"}},
          .body = event.dump(-1, ' ', false, json::error_handler_t::replace)};
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "cloudevents");
  const Settings settings{read_transport(keys)};
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return std::vector{format(message, settings)};
  };
  service.judge = judge_http;
  return http_settings(keys, settings.transport, std::move(service));
}

const std::string_view sample = R"(notify:
  channels:
    events:
      type: cloudevents
      url: https://broker.example.org/default
      headers: {Authorization: "Bearer ${BROKER_TOKEN}"}   # variables come from the agent's environment
)";

}  // namespace notify::cloudevents
