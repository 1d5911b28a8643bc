#include "notify/channel/pagerduty/pagerduty.hpp"

#include "core/time_text.hpp"
#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <nlohmann/json.hpp>

namespace notify::pagerduty {
namespace {

using nlohmann::json;

json details_of(const Message& message) {
  const Fit body{.max = details_bytes_max, .unit = LengthUnit::bytes};
  json details{{"report", fit_body(message, body)}, {"notification", message.id}};
  const Fit label{.max = 200, .one_line = true};
  for (const auto& [name, value] : message.labels)
    details["label " + fit_text(name, label)] = fit_text(value, label);
  return details;
}

json payload_of(const Message& message) {
  const Fit summary{.max = summary_characters_max, .one_line = true};
  const Fit name{.max = 255, .one_line = true};
  json payload{{"summary", fit_text(subject_line(message), summary)},
               {"source", message.host.empty() ? "evenkeel" : fit_text(message.host, name)},
               {"severity", model::name_of(message.severity)},
               {"timestamp", core::rfc3339(message.at)},
               {"custom_details", details_of(message)}};
  if (message.items.empty()) return payload;
  const auto& worst = message.items.front();
  if (!worst.service.empty()) payload["component"] = fit_text(worst.service, name);
  if (!worst.deployment.empty()) payload["group"] = fit_text(worst.deployment, name);
  payload["class"] = fit_text(worst.fingerprint.empty() ? worst.type : worst.fingerprint, name);
  return payload;
}

HttpPost event_of(const Message& message, const Settings& settings, bool triggers) {
  const Fit key{.max = dedup_key_characters_max, .one_line = true};
  json event{{"routing_key", settings.routing_key.reveal()},
             {"event_action", triggers ? "trigger" : "resolve"},
             {"dedup_key", fit_text(message.thread, key)}};
  if (triggers) {
    event["client"] = "evenkeel";
    event["payload"] = payload_of(message);
  }
  return {.url = settings.transport.url.reveal(),
          .headers = {{"Content-Type", "application/json"}},
          .body = event.dump()};
}

}  // namespace

std::vector<HttpPost> format(const Message& message, const Settings& settings) {
  switch (action_of(message)) {
    case AlertAction::nothing: return {};
    case AlertAction::trigger: return {event_of(message, settings, true)};
    case AlertAction::resolve: return {event_of(message, settings, false)};
    case AlertAction::trigger_and_resolve:
      return {event_of(message, settings, true), event_of(message, settings, false)};
  }
  return {};
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "pagerduty");
  const Settings settings{read_transport(keys, std::string(public_url)),
                          keys.required_secret("routing_key")};
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return format(message, settings);
  };
  service.judge = judge_http;
  service.secrets = {settings.routing_key};
  auto channel = http_settings(keys, settings.transport, std::move(service));
  if (channel) channel->keeps_threads = true;
  return channel;
}

const std::string_view sample = R"(notify:
  channels:
    pagerduty:
      type: pagerduty
      routing_key_file: /etc/evenkeel/pagerduty.key      # of an integration "Events API v2"
      # url: https://events.eu.pagerduty.com/v2/enqueue  # for accounts of the EU
)";

}  // namespace notify::pagerduty
