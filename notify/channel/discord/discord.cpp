#include "notify/channel/discord/discord.hpp"

#include "core/time_text.hpp"
#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"
#include "notify/channel/http/retry_in_body.hpp"

#include <nlohmann/json.hpp>

namespace notify::discord {
namespace {

using nlohmann::json;

std::string write_markdown(std::string_view character) {
  constexpr std::string_view marks = "\\*_~`|<>#[]()-@:";
  const bool is_mark = character.size() == 1 && marks.find(character[0]) != marks.npos;
  return (is_mark ? "\\" : "") + std::string(character);
}

int color_of(const Message& message) {
  switch (tone_of(message)) {
    case Tone::critical: return 0xC62828;
    case Tone::warning: return 0xEF6C00;
    case Tone::good: return 0x2E7D32;
    case Tone::info: return 0x1565C0;
  }
  return 0;
}

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const Fit title{.max = title_characters_max,
                  .unit = LengthUnit::utf16,
                  .write = write_markdown,
                  .one_line = true};
  const Fit description{
      .max = description_characters_max, .unit = LengthUnit::utf16, .write = write_markdown};
  const json embed{{"title", fit_text(subject_line(message), title)},
                   {"description", fit_body(message, description)},
                   {"color", color_of(message)},
                   {"timestamp", core::rfc3339(message.at)}};
  const json content{{"embeds", json::array({embed})},
                     {"allowed_mentions", {{"parse", json::array()}}}};
  return {.url = settings.transport.url.reveal(),
          .headers = {{"Content-Type", "application/json"}},
          .body = content.dump()};
}

Answer judge(const core::HttpResponse& response, core::WallTime now) {
  auto answer = judge_http(response, now);
  if (answer.outcome == SendOutcome::retry && !answer.retry_after)
    answer.retry_after = retry_in_body(response.body, {"retry_after"}, core::Milliseconds(1000));
  return answer;
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "discord");
  const Settings settings{read_transport(keys)};
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return std::vector{format(message, settings)};
  };
  service.judge = judge;
  return http_settings(keys, settings.transport, std::move(service));
}

const std::string_view sample = R"(notify:
  channels:
    discord:
      type: discord
      # Channel settings, Integrations, Webhooks: whoever knows the address may post.
      url_file: /etc/evenkeel/discord.url
)";

}  // namespace notify::discord
