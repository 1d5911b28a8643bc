#include "notify/channel/webhook/webhook.hpp"

#include "core/check.hpp"
#include "notify/channel/fit_text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace notify::webhook {
namespace {

constexpr std::size_t method_bytes_max = 20;
constexpr std::size_t secret_bytes_min = 8;

bool is_http_method(std::string_view text) {
  return !text.empty() && text.size() <= method_bytes_max &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
}

void read_template(KeyReader& keys, Settings& settings) {
  const auto text = keys.text("template");
  settings.content_type =
      keys.text("content_type", text.empty() ? "application/json" : "text/plain; charset=utf-8");
  if (std::any_of(settings.content_type.begin(), settings.content_type.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    keys.refuse("content_type", "expected one line, found several");
  if (text.empty()) return;
  auto parsed = TemplateText::of(text);
  if (!parsed) return keys.refuse("template", parsed.error().what);
  settings.body = std::move(*parsed);
}

void read_signing(KeyReader& keys, Settings& settings) {
  settings.secret = keys.secret("secret");
  const auto size = settings.secret.reveal().size();
  if (size > 0 && size < secret_bytes_min)
    keys.refuse(keys.has("secret") ? "secret" : "secret_file",
                "expected at least " + std::to_string(secret_bytes_min) + " bytes");
}

}  // namespace

std::string hmac_sha256_hex(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const auto* made = ::HMAC(::EVP_sha256(), key.data(), static_cast<int>(key.size()),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                            digest.data(), &size);
  CHECK(made != nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 0xFU];
  }
  return hex;
}

HttpPost format(const Message& message, const Settings& settings, core::WallTime now) {
  HttpPost post{.method = settings.method, .url = settings.transport.url.reveal()};
  post.body = settings.body ? settings.body->rendered(message)
                            : json_text(fit_message(message, message_bytes_max));
  post.headers = {{"Content-Type", settings.content_type}, {"X-Evenkeel-Id", message.id}};
  if (settings.secret.empty()) return post;
  const auto seconds = std::to_string(
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const auto signature = hmac_sha256_hex(settings.secret.reveal(), seconds + "." + post.body);
  post.headers.emplace_back("X-Evenkeel-Signature", "t=" + seconds + ",v1=" + signature);
  return post;
}

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "webhook");
  Settings settings;
  settings.transport = read_transport(keys);
  settings.method = keys.text("method", settings.method);
  if (!is_http_method(settings.method))
    keys.refuse("method", "expected a method such as POST, found '" + settings.method + "'");
  read_signing(keys, settings);
  read_template(keys, settings);
  HttpService service;
  service.format = [settings](const Message& message, core::WallTime now) {
    return std::vector{format(message, settings, now)};
  };
  service.judge = judge_http;
  service.secrets = {settings.secret};
  return http_settings(keys, settings.transport, std::move(service));
}

const std::string_view sample = R"(notify:
  channels:
    hook:
      type: webhook
      url: https://hooks.example.org/evenkeel
      secret_file: /etc/evenkeel/hook.secret        # signs: X-Evenkeel-Signature: t=UNIX,v1=HMAC-SHA256 of "UNIX.body"
      # method: POST
      # headers: {Authorization: "Bearer ${HOOK_TOKEN}"}
      # template: '{"text": {{json title}}}'        # the body; without it all of the message as JSON
      # content_type: application/json
      # ca_file: /etc/evenkeel/ca.pem               # trust this authority instead of the machine's
      # client_certificate: /etc/evenkeel/me.pem    # mTLS, with client_key
      # allow_private: true                         # where it is in your own network
)";

}  // namespace notify::webhook
