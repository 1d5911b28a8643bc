#include "notify/channel/gotify/gotify.hpp"

#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <nlohmann/json.hpp>

namespace notify::gotify {
namespace {

using nlohmann::json;

int priority_of(const Message& message) {
  switch (tone_of(message)) {
    case Tone::critical: return 8;
    case Tone::warning: return 5;
    case Tone::good: return 4;
    case Tone::info: return 2;
  }
  return 5;
}

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const Fit title{.max = title_characters_max, .one_line = true};
  const json content{{"title", fit_text(subject_line(message), title)},
                     {"message", fit_body(message, {.max = message_characters_max})},
                     {"priority", priority_of(message)},
                     {"extras", {{"client::display", {{"contentType", "text/plain"}}}}}};
  return {
      .url = url_below(settings.transport.url, "/message"),
      .headers = {{"Content-Type", "application/json"}, {"X-Gotify-Key", settings.token.reveal()}},
      .body = content.dump()};
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "gotify");
  Settings settings;
  settings.transport = read_transport(keys);
  settings.token = keys.required_secret("token");
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return std::vector{format(message, settings)};
  };
  service.judge = judge_http;
  service.secrets = {settings.token};
  return http_settings(keys, settings.transport, std::move(service));
}

const std::string_view sample = R"(notify:
  channels:
    gotify:
      type: gotify
      url: https://gotify.example.org
      token_file: /etc/evenkeel/gotify.token   # of an application
      # allow_private: true                    # where the server is in your own network
)";

}  // namespace notify::gotify
