#include "notify/channel/matrix/matrix.hpp"

#include "core/text.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"
#include "notify/channel/http/retry_in_body.hpp"

#include <nlohmann/json.hpp>

namespace notify::matrix {
namespace {

using nlohmann::json;

std::string html_of(const std::string& subject, const Message& message) {
  const Fit title{.max = 1'000, .unit = LengthUnit::bytes, .write = write_html, .one_line = true};
  const Fit body{.max = html_bytes_max, .unit = LengthUnit::bytes, .write = write_html};
  const auto lines = core::replace_all(fit_body(message, body), "\n", "<br>");
  return "<strong>" + fit_text(subject, title) + "</strong><br>" + lines;
}

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const auto subject = subject_line(message);
  const Fit title{.max = 1'000, .unit = LengthUnit::bytes, .one_line = true};
  const Fit body{.max = body_bytes_max, .unit = LengthUnit::bytes};
  const json content{{"msgtype", "m.text"},
                     {"body", fit_text(subject, title) + "\n" + fit_body(message, body)},
                     {"format", "org.matrix.custom.html"},
                     {"formatted_body", html_of(subject, message)},
                     // Nobody is mentioned, whatever the text says.
                     {"m.mentions", json::object()}};
  const auto path = "/_matrix/client/v3/rooms/" + core::url_encode(settings.room) +
                    "/send/m.room.message/" + core::url_encode(message.id);
  return {.method = "PUT",
          .url = url_below(settings.transport.url, path),
          .headers = {{"Content-Type", "application/json"},
                      {"Authorization", "Bearer " + settings.token.reveal()}},
          .body = content.dump()};
}

Answer judge(const core::HttpResponse& response, core::WallTime now) {
  auto answer = judge_http(response, now);
  if (answer.outcome == SendOutcome::retry && !answer.retry_after)
    answer.retry_after = retry_in_body(response.body, {"retry_after_ms"}, core::Milliseconds(1));
  return answer;
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "matrix");
  Settings settings;
  settings.transport = read_transport(keys);
  settings.token = keys.required_secret("token");
  settings.room = keys.required_text("room");
  const bool is_id = settings.room.starts_with('!') && is_visible_line(settings.room);
  if (!settings.room.empty() && !is_id)
    keys.refuse("room",
                "expected the id of a room (\"!abc:example.org\", in its settings under "
                "Advanced), found '" +
                    settings.room + "'");
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
    matrix:
      type: matrix
      url: https://matrix.example.org
      token_file: /etc/evenkeel/matrix.token   # access token of a user of its own
      room: "!AbCdEfGhIjKlMnOpQr:example.org"  # the user has to be in it; without encryption
)";

}  // namespace notify::matrix
