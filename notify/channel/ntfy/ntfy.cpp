#include "notify/channel/ntfy/ntfy.hpp"

#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace notify::ntfy {
namespace {

using nlohmann::json;

struct Look {
  int priority;
  std::string_view tag;  // a short name of an emoji
};

Look look_of(const Message& message) {
  switch (tone_of(message)) {
    case Tone::critical: return {5, "rotating_light"};
    case Tone::warning: return {4, "warning"};
    case Tone::good: return {3, "white_check_mark"};
    case Tone::info: return {2, "information_source"};
  }
  return {3, ""};
}

// docs.ntfy.sh/publish: letters, digits, - and _, at most 64.
bool is_topic(std::string_view topic) {
  return !topic.empty() && topic.size() <= 64 &&
         std::all_of(topic.begin(), topic.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_';
         });
}

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const Fit title{.max = title_bytes_max, .unit = LengthUnit::bytes, .one_line = true};
  const auto look = look_of(message);
  const json content{
      {"topic", settings.topic},
      {"title", fit_text(subject_line(message), title)},
      {"message", fit_body(message, {.max = message_bytes_max, .unit = LengthUnit::bytes})},
      {"priority", look.priority},
      {"tags", json::array({look.tag})}};
  HttpPost post{.url = url_below(settings.transport.url, "/"),
                .headers = {{"Content-Type", "application/json"}},
                .body = content.dump()};
  if (!settings.token.empty())
    post.headers.emplace_back("Authorization", "Bearer " + settings.token.reveal());
  return post;
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "ntfy");
  Settings settings;
  settings.transport = read_transport(keys, std::string(public_url));
  settings.topic = keys.required_text("topic");
  // Not shown: a topic of the public server is as good as a password.
  if (!settings.topic.empty() && !is_topic(settings.topic))
    keys.refuse("topic", "expected at most 64 letters, digits, - and _, found another text");
  if (keys.has("token") || keys.has("token_file"))
    settings.token = keys.required_secret("token");
  else
    (void)keys.secret("token");
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return std::vector{format(message, settings)};
  };
  service.judge = judge_http;
  service.secrets = {settings.token, core::Secret(settings.topic)};
  return http_settings(keys, settings.transport, std::move(service));
}

const std::string_view sample = R"(notify:
  channels:
    ntfy:
      type: ntfy
      url: https://ntfy.sh                     # or a server of your own
      topic: nas-alerts-x7Kq2                  # on the public server whoever knows it may read it
      # token_file: /etc/evenkeel/ntfy.token   # where the topic wants one
)";

}  // namespace notify::ntfy
