#include "notify/channel/slack/slack.hpp"

#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <nlohmann/json.hpp>

namespace notify::slack {
namespace {

using nlohmann::json;

std::string write_slack(std::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  return std::string(character);
}

// Inside of a bold line a star would end it.
std::string write_bold(std::string_view character) {
  return character == "*" ? "\u2217" : write_slack(character);
}

json section(std::string text) {
  // Verbatim: no name of a channel or user in it becomes a link.
  const json shown{{"type", "mrkdwn"}, {"text", std::move(text)}, {"verbatim", true}};
  return {{"type", "section"}, {"text", shown}};
}

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const auto subject = subject_line(message);
  const Fit line{.max = text_characters_max, .write = write_slack, .one_line = true};
  const Fit bold{.max = text_characters_max, .write = write_bold, .one_line = true};
  const Fit body{.max = section_characters_max, .write = write_slack};
  json blocks = json::array({section("*" + fit_text(subject, bold) + "*")});
  if (auto text = fit_body(message, body); !text.empty()) blocks.push_back(section(text));
  const json content{{"text", fit_text(subject, line)}, {"blocks", blocks}};
  return {.url = settings.transport.url.reveal(),
          .headers = {{"Content-Type", "application/json; charset=utf-8"}},
          .body = content.dump()};
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "slack");
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
    slack:
      type: slack
      # The address of an incoming webhook: whoever knows it may post, hence a file that only root reads.
      url_file: /etc/evenkeel/slack.url
)";

}  // namespace notify::slack
