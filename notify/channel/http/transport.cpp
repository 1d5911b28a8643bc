#include "notify/channel/http/transport.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "notify/channel/http/hide_secrets.hpp"

#include <algorithm>

namespace notify {
namespace {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

bool has_header(const HttpHeaders& headers, const std::string& name) {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
    return core::lowercase(header.first) == core::lowercase(name);
  });
}

// What the owner has written goes over what the format says.
HttpHeaders headers_of(const HttpTransport& transport, const HttpPost& post) {
  HttpHeaders headers;
  for (const auto& [name, value] : transport.headers) headers.emplace_back(name, value.reveal());
  for (const auto& header : post.headers) {
    if (!has_header(headers, header.first)) headers.push_back(header);
  }
  if (!has_header(headers, "User-Agent")) headers.emplace_back("User-Agent", "evenkeel");
  return headers;
}

core::HttpRequest request_of(const HttpTransport& transport, const HttpPost& post,
                             const SendLimit& limit) {
  core::HttpRequest request;
  request.method = post.method;
  request.url = post.url;
  request.headers = headers_of(transport, post);
  request.body = post.body;
  request.ca_file = transport.ca_file;
  request.client_certificate = transport.client_certificate;
  request.client_key = transport.client_key;
  request.timeout = std::clamp(limit.timeout, core::Milliseconds(1), transport.timeout);
  request.connect_timeout = std::min(request.connect_timeout, request.timeout);
  request.body_bytes_max = http_answer_bytes_max;
  request.on_idle = limit.goes_on;
  request.refuse_private = !transport.allow_private;
  request.direct = request.cut_body = request.plain_errors = true;
  return request;
}

Answer unasked(const core::Error& error, const core::HttpRequest& request) {
  auto text = error.what;
  if (error.code == core::Errc::timeout) text += " within " + core::duration_text(request.timeout);
  if (error.code == core::Errc::cancelled) text = "given up: the agent stops";
  if (error.code == core::Errc::denied && text.starts_with("the address "))
    text += ": `allow_private: true` lets this channel use it";
  Answer answer{SendOutcome::retry, std::move(text), std::nullopt};
  answer.saw_it = *request.reached && error.code != core::Errc::cancelled;
  return answer;
}

class HttpChannel final : public Channel {
 public:
  HttpChannel(HttpTransport transport, HttpService service)
      : transport_(std::move(transport)), service_(std::move(service)) {}

  Answer send(const Message& message, const SendLimit& limit) override {
    const auto begun = std::chrono::steady_clock::now();
    const auto whole = std::min(limit.timeout, transport_.timeout);
    auto rest = limit;
    rest.timeout = whole;
    Answer answer{SendOutcome::delivered, "nothing to tell this service of it", std::nullopt};
    for (const auto& post : service_.format(message, core::SystemClock().now().wall)) {
      answer = post_http(transport_, service_, post, rest);
      rest.timeout = whole - std::chrono::duration_cast<core::Milliseconds>(
                                 std::chrono::steady_clock::now() - begun);
      if (answer.outcome != SendOutcome::delivered) return answer;
    }
    return answer;
  }

 private:
  HttpTransport transport_;
  HttpService service_;
};

}  // namespace

Answer post_http(const HttpTransport& transport, const HttpService& service, const HttpPost& post,
                 const SendLimit& limit) {
  auto request = request_of(transport, post, limit);
  bool reached = false;
  request.reached = &reached;
  const auto response = core::http_exchange(request);
  auto answer = response ? service.judge(*response, core::SystemClock().now().wall)
                         : unasked(response.error(), request);
  auto secrets = service.secrets;
  secrets.push_back(transport.url);
  for (const auto& [name, value] : transport.headers) secrets.push_back(value);
  answer.text = hide_secrets(std::move(answer.text), post.url, secrets);
  return answer;
}

std::unique_ptr<Channel> make_http_channel(HttpTransport transport, HttpService service) {
  return std::make_unique<HttpChannel>(std::move(transport), std::move(service));
}

}  // namespace notify
