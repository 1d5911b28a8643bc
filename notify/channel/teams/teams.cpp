#include "notify/channel/teams/teams.hpp"

#include "core/text.hpp"
#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <nlohmann/json.hpp>

namespace notify::teams {
namespace {

using nlohmann::json;

// The marks of the Markdown that a TextBlock knows.
std::string write_card(std::string_view character) {
  constexpr std::string_view marks = "\\*_[]`#";
  const bool is_mark = character.size() == 1 && marks.find(character[0]) != marks.npos;
  return (is_mark ? "\\" : "") + std::string(character);
}

std::string_view color_of(const Message& message) {
  switch (tone_of(message)) {
    case Tone::critical: return "attention";
    case Tone::warning: return "warning";
    case Tone::good: return "good";
    case Tone::info: return "accent";
  }
  return "default";
}

json text_block(const std::string& text) {
  return {{"type", "TextBlock"}, {"text", text}, {"wrap", true}};
}

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const Fit title{
      .max = title_bytes_max, .unit = LengthUnit::bytes, .write = write_card, .one_line = true};
  const Fit body{.max = body_bytes_max, .unit = LengthUnit::bytes, .write = write_card};
  auto head = text_block(fit_text(subject_line(message), title));
  head.update({{"size", "medium"}, {"weight", "bolder"}, {"color", color_of(message)}});
  json blocks = json::array({head});
  auto bytes = head.dump().size();
  // A single line break in a TextBlock is shown as a space.
  for (const auto& line : core::split(fit_body(message, body), '\n')) {
    if (line.empty()) continue;
    auto block = text_block(line);
    block["spacing"] = line.starts_with(' ') ? "none" : "small";
    bytes += block.dump().size() + 1;
    if (bytes > blocks_bytes_max) {
      blocks.push_back(text_block("…"));
      break;
    }
    blocks.push_back(std::move(block));
  }
  const json card{{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                  {"type", "AdaptiveCard"},
                  {"version", "1.4"},
                  {"body", blocks},
                  {"msteams", {{"width", "Full"}}}};
  const json attachment{{"contentType", "application/vnd.microsoft.card.adaptive"},
                        {"contentUrl", nullptr},
                        {"content", card}};
  const json content{{"type", "message"}, {"attachments", json::array({attachment})}};
  return {.url = settings.transport.url.reveal(),
          .headers = {{"Content-Type", "application/json"}},
          .body = content.dump()};
}

Answer judge(const core::HttpResponse& response, core::WallTime now) {
  auto answer = judge_http(response, now);
  if (answer.outcome == SendOutcome::delivered && core::contains(response.body, "delivery failed"))
    answer.outcome = SendOutcome::retry;
  return answer;
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "teams");
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
    teams:
      type: teams
      # Workflows, "Post to a channel when a webhook request is received": whoever knows the address may post.
      url_file: /etc/evenkeel/teams.url
)";

}  // namespace notify::teams
