// HTTP as all channels speak it: who is asked, what is sent, what the answer means.
#pragma once

#include "core/clock.hpp"
#include "core/io/curl_http_client.hpp"
#include "core/secret.hpp"
#include "notify/channel.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace notify {

// What an answer may say at most; more is cut.
constexpr std::size_t http_answer_bytes_max = 64 * 1024;

// The keys that every channel over HTTP has.
struct HttpTransport {
  core::Secret url;  // of the service: many are secrets
  std::map<std::string, core::Secret> headers;
  std::string ca_file, client_certificate, client_key;  // PEM
  core::Milliseconds timeout{30'000};
  bool allow_private = false;  // may ask at core::is_private_address()
};

struct HttpPost {
  std::string method = "POST";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  // over those of the transport
  std::string body;
};

// What makes a service of a transport. Called on the sending thread.
struct HttpService {
  // Requests one after the other: the message is delivered when all are taken. None: there is
  // nothing to tell this service, which counts as delivered.
  std::function<std::vector<HttpPost>(const Message& message, core::WallTime now)> format;
  std::function<Answer(const core::HttpResponse& response, core::WallTime now)> judge;
  std::vector<core::Secret> secrets;  // that no answer may show, beside those of the transport
};

// Sends one request. Redirects are not followed and no proxy is asked. What could not be asked
// (connection, TLS, certificate, address) is `retry` with the reason: a person may mend it while
// the message is kept. The text of the answer holds no secret.
Answer post_http(const HttpTransport& transport, const HttpService& service, const HttpPost& post,
                 const SendLimit& limit);

std::unique_ptr<Channel> make_http_channel(HttpTransport transport, HttpService service);

}  // namespace notify
