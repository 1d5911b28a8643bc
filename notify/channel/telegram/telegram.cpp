#include "notify/channel/telegram/telegram.hpp"

#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"
#include "notify/channel/http/retry_in_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace notify::telegram {
namespace {

using nlohmann::json;

// "123456:AbC-d_e": it is put into a path.
bool is_bot_token(std::string_view token) {
  return token.find(':') != std::string_view::npos &&
         std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == ':' || c == '-' || c == '_';
         });
}

// An id of 64 bits, or a name.
bool is_chat(std::string_view chat) {
  const bool named = chat.starts_with('@');
  const auto digits = chat.substr(named || chat.starts_with('-') ? 1 : 0);
  if (named) return digits.size() >= 4 && is_visible_line(digits);
  return !digits.empty() && digits.size() <= 19 &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const Fit title{.max = title_characters_max,
                  .unit = LengthUnit::utf16,
                  .write = write_html,
                  .one_line = true};
  auto text = "<b>" + fit_text(subject_line(message), title) + "</b>";
  const Fit body{.max = text_characters_max - length_of(text, LengthUnit::utf16) - 2,
                 .unit = LengthUnit::utf16,
                 .write = write_html};
  if (const auto more = fit_body(message, body); !more.empty()) text += "\n\n" + more;
  json content{{"chat_id", settings.chat},
               {"text", text},
               {"parse_mode", "HTML"},
               {"link_preview_options", {{"is_disabled", true}}}};
  const auto tone = tone_of(message);
  if (tone == Tone::info || tone == Tone::good) content["disable_notification"] = true;
  if (settings.topic > 0) content["message_thread_id"] = settings.topic;
  return {
      .url = url_below(settings.transport.url, "/bot" + settings.token.reveal() + "/sendMessage"),
      .headers = {{"Content-Type", "application/json"}},
      .body = content.dump()};
}

Answer judge(const core::HttpResponse& response, core::WallTime now) {
  auto answer = judge_http(response, now);
  if (answer.outcome == SendOutcome::retry && !answer.retry_after)
    answer.retry_after =
        retry_in_body(response.body, {"parameters", "retry_after"}, core::Milliseconds(1000));
  return answer;
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "telegram");
  Settings settings;
  settings.transport = read_transport(keys, std::string(public_url));
  settings.token = keys.required_secret("token");
  if (!settings.token.empty() && !is_bot_token(settings.token.reveal()))
    keys.refuse(keys.has("token") ? "token" : "token_file",
                "expected the token of a bot (digits:letters), found another text");
  settings.chat = keys.required_text("chat");
  if (!settings.chat.empty() && !is_chat(settings.chat))
    keys.refuse("chat", "expected the number of a chat or @name, found '" + settings.chat + "'");
  settings.topic = keys.integer("topic", 0, 1, std::numeric_limits<int>::max());
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return std::vector{format(message, settings)};
  };
  service.judge = judge;
  service.secrets = {settings.token};
  return http_settings(keys, settings.transport, std::move(service));
}

const std::string_view sample = R"(notify:
  channels:
    telegram:
      type: telegram
      token_file: /etc/evenkeel/telegram.token   # from @BotFather
      chat: "-1001234567890"                     # number of the chat, or "@name" of a channel
      # topic: 7                                 # of a group with topics
)";

}  // namespace notify::telegram
