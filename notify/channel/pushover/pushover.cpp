#include "notify/channel/pushover/pushover.hpp"

#include "core/text.hpp"
#include "notify/channel/alert_action.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <chrono>

namespace notify::pushover {
namespace {

int priority_of(const Message& message, bool emergency) {
  switch (tone_of(message)) {
    case Tone::critical: return emergency ? 2 : 1;
    case Tone::warning: return 0;
    case Tone::good:
    case Tone::info: return -1;
  }
  return 0;
}

std::string seconds_text(core::Milliseconds time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

class FormBody {
 public:
  void add(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    text_.append(name).append("=").append(core::url_encode(value));
  }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

HttpPost format(const Message& message, const Settings& settings) {
  const Fit title{.max = title_characters_max, .one_line = true};
  const auto body = fit_body(message, {.max = message_characters_max});
  const int priority = priority_of(message, settings.emergency);
  FormBody form;
  form.add("token", settings.token.reveal());
  form.add("user", settings.user.reveal());
  form.add("title", fit_text(subject_line(message), title));
  form.add("message", body.empty() ? "." : body);  // an empty one is refused
  form.add("priority", std::to_string(priority));
  form.add(
      "timestamp",
      seconds_text(std::chrono::duration_cast<core::Milliseconds>(message.at.time_since_epoch())));
  if (!settings.device.empty()) form.add("device", settings.device);
  if (!settings.sound.empty()) form.add("sound", settings.sound);
  if (priority == 2) {
    form.add("retry", seconds_text(settings.emergency_retry));
    form.add("expire", seconds_text(settings.emergency_expire));
  }
  return {.url = settings.transport.url.reveal(),
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
          .body = std::move(form).text()};
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "pushover");
  Settings settings;
  settings.transport = read_transport(keys, std::string(public_url));
  settings.token = keys.required_secret("token");
  settings.user = keys.required_secret("user");
  settings.device = keys.text("device");
  settings.sound = keys.text("sound");
  settings.emergency = keys.flag("emergency", false);
  settings.emergency_retry = keys.duration("emergency_retry", settings.emergency_retry,
                                           emergency_retry_min, emergency_expire_max);
  settings.emergency_expire = keys.duration("emergency_expire", settings.emergency_expire,
                                            emergency_retry_min, emergency_expire_max);
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime) {
    return std::vector{format(message, settings)};
  };
  service.judge = judge_http;
  service.secrets = {settings.token, settings.user};
  return http_settings(keys, settings.transport, std::move(service));
}

const std::string_view sample = R"(notify:
  channels:
    pushover:
      type: pushover
      token_file: /etc/evenkeel/pushover.token   # of the application
      user_file: /etc/evenkeel/pushover.user     # key of the user or group
      # emergency: true                          # critical ones are repeated until somebody confirms
)";

}  // namespace notify::pushover
