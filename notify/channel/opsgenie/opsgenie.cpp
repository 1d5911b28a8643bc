#include "notify/channel/opsgenie/opsgenie.hpp"

#include "core/text.hpp"
#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace notify::opsgenie {
namespace {

using nlohmann::json;

std::string line_of(std::string_view text, std::size_t characters_max) {
  return fit_text(text, {.max = characters_max, .one_line = true});
}

std::string_view priority_of(model::Severity severity) {
  switch (severity) {
    case model::Severity::critical: return "P1";
    case model::Severity::warning: return "P3";
    case model::Severity::info: return "P5";
  }
  return "P3";
}

std::set<std::string> tags_of(const Message& message) {
  std::set<std::string> tags{"evenkeel"};
  for (const auto& item : message.items) {
    if (tags.size() < tags_max && !item.deployment.empty())
      tags.insert(line_of(item.deployment, tag_characters_max));
  }
  return tags;
}

HttpPost post_to(const Settings& settings, const std::string& path, const json& content) {
  return {.url = url_below(settings.transport.url, path),
          .headers = {{"Content-Type", "application/json"},
                      {"Authorization", "GenieKey " + settings.token.reveal()}},
          .body = content.dump()};
}

HttpPost create(const Message& message, const Settings& settings) {
  json content{{"message", line_of(subject_line(message), message_characters_max)},
               {"alias", line_of(message.thread, alias_characters_max)},
               {"description", fit_body(message, {.max = description_characters_max})},
               {"priority", priority_of(message.severity)},
               {"source", line_of("evenkeel on " + message.host, source_characters_max)},
               {"tags", tags_of(message)},
               {"details", {{"notification", message.id}}}};
  if (!message.group.empty()) content["entity"] = line_of(message.group, entity_characters_max);
  return post_to(settings, "/v2/alerts", content);
}

HttpPost close(const Message& message, const Settings& settings) {
  const auto alias = core::url_encode(line_of(message.thread, alias_characters_max));
  const json content{{"source", line_of("evenkeel on " + message.host, source_characters_max)},
                     {"note", fit_body(message, {.max = note_characters_max})}};
  return post_to(settings, "/v2/alerts/" + alias + "/close?identifierType=alias", content);
}

}  // namespace

std::vector<HttpPost> format(const Message& message, const Settings& settings) {
  switch (action_of(message)) {
    case AlertAction::nothing: return {};
    case AlertAction::trigger: return {create(message, settings)};
    case AlertAction::resolve: return {close(message, settings)};
    case AlertAction::trigger_and_resolve:
      return {create(message, settings), close(message, settings)};
  }
  return {};
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "opsgenie");
  const Settings settings{read_transport(keys, std::string(public_url)),
                          keys.required_secret("token")};
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return format(message, settings);
  };
  service.judge = judge_http;
  service.secrets = {settings.token};
  auto channel = http_settings(keys, settings.transport, std::move(service));
  if (channel) channel->keeps_threads = true;
  return channel;
}

const std::string_view sample = R"(notify:
  channels:
    opsgenie:
      type: opsgenie
      token_file: /etc/evenkeel/opsgenie.key   # of an integration "API"
      # url: https://api.eu.opsgenie.com       # for accounts of the EU
)";

}  // namespace notify::opsgenie
