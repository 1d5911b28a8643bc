// A blocking HTTP client, for the command line and for pool threads: never call it on the I/O
// thread.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace core {

struct HttpRequest {
  std::string method = "GET";
  std::string url;          // http or https; the host part is free where `unix_socket` is set
  std::string unix_socket;  // path; "" for TCP. No proxy is asked then
  std::string ca_file;      // PEM: the authorities that are trusted; "" for the machine's
  std::string client_certificate, client_key;  // PEM: who we are, to a server that asks; "" =
                                               // nobody
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;              // sent where not empty, and always for POST, PUT and PATCH
  Milliseconds timeout{30'000};  // of the whole exchange; zero: no limit, for streams
  Milliseconds connect_timeout{10'000};
  std::size_t body_bytes_max = 64 * 1024 * 1024;
  // Gets the body of a 2xx reply piece by piece; false ends the exchange, which then counts as
  // done.
  std::function<bool(std::string_view piece)> on_chunk;
  // Called about once a second while the exchange goes on; false ends it, which is the error
  // `cancelled`. It may make exchanges of its own.
  std::function<bool()> on_idle;
  bool verify = true;        // the certificate; false: any will do
  bool direct = false;       // no proxy, whatever the environment says
  bool certificate = false;  // wants to know until when the server's is valid
  // Nobody is asked at an address that is_private_address() names, whatever names lead there; then
  // it is `denied`. Goes with `direct`: of what a proxy does nothing is known.
  bool refuse_private = false;
  bool cut_body = false;  // a longer body than `body_bytes_max` is cut there, which ends it well
  // An error says why in plain words, and nothing of what was asked for: a URL may hold secrets.
  // That of a timeout does not say after how long. Where nobody could be asked (no address of the
  // name, no socket or route of ours, no `ca_file`) it is `io`.
  bool plain_errors = false;
  // Where given, it is told whether somebody was there to be asked: connected, and trusted.
  bool* reached = nullptr;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // empty for what went to `on_chunk`
  bool cut = false;                                          // there was more of it (`cut_body`)
  std::optional<WallTime> certificate_until;                 // where asked for and spoken by TLS

  // The first header of that name (lower case), "" where there is none.
  std::string header(std::string_view name) const;
};

// Any status is a response. Errors: unavailable (no connection, or it broke), timeout, too_large,
// denied (the certificate is not trusted, or `refuse_private`), invalid (a URL that is none),
// cancelled (by `on_idle`). Certificates are verified unless told otherwise, redirects are not
// followed. Where a name takes longer to look up than the limit, the lookup ends by itself later.
// Thread-safe.
Result<HttpResponse> http_exchange(const HttpRequest& request);

}  // namespace core
