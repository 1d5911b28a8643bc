#include "core/io/curl_http_client.hpp"

#include "core/check.hpp"
#include "core/io/atomic_file.hpp"
#include "core/io/curl_http_client_parts.hpp"
#include "core/io/private_address.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <memory>

#include <sys/socket.h>

namespace core {
namespace {

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;
using List = std::unique_ptr<curl_slist, ListDeleter>;

constexpr std::size_t header_bytes_max = 256 * 1024;

// What the callbacks share for the time of one exchange.
struct Exchange {
  const HttpRequest& request;
  HttpResponse response;
  CURL* easy = nullptr;
  std::size_t header_bytes = 0;
  bool stopped = false;    // by on_chunk, or cut
  bool too_large = false;  // the body or the head
  std::string refused_address;
};

long status_of(CURL* easy) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

bool was_asked(CURL* easy) {
  curl_off_t ready_after = 0;
  curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &ready_after);
  return ready_after > 0;
}

// A return value other than the size ends the exchange.
std::size_t on_body(char* data, std::size_t, std::size_t size, void* into) {
  auto& exchange = *static_cast<Exchange*>(into);
  const auto status = status_of(exchange.easy);
  if (exchange.request.on_chunk && status >= 200 && status < 300) {
    exchange.stopped = !exchange.request.on_chunk(std::string_view(data, size));
    return exchange.stopped ? CURL_WRITEFUNC_ERROR : size;
  }
  auto& response = exchange.response;
  const auto room = exchange.request.body_bytes_max - response.body.size();
  if (size > room) {
    response.cut = exchange.stopped = exchange.request.cut_body;
    exchange.too_large = !exchange.request.cut_body;
    if (response.cut) response.body.append(data, room);
    return CURL_WRITEFUNC_ERROR;
  }
  response.body.append(data, size);
  return size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* into) {
  auto& exchange = *static_cast<Exchange*>(into);
  exchange.header_bytes += size;
  exchange.too_large = exchange.header_bytes > header_bytes_max;
  if (exchange.too_large) return 0;
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/"))
    exchange.response.headers.clear();  // an interim reply (100) came before
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    exchange.response.headers.emplace_back(lowercase(trim(line.substr(0, colon))),
                                           std::string(trim(line.substr(colon + 1))));
  }
  return size;
}

// A return value other than zero ends the exchange.
int on_progress(void* into, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(into)->request.on_idle() ? 0 : 1;
}

// Asked for every address before it is connected to.
curl_socket_t open_public_socket(void* into, curlsocktype, curl_sockaddr* address) {
  if (is_private_address(address->addr)) {
    static_cast<Exchange*>(into)->refused_address = address_text(address->addr);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype, address->protocol);
}

bool has_content_type(const HttpRequest& request) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [](const auto& header) { return lowercase(header.first) == "content-type"; });
}

// A line break in a name or value would let it write headers of its own.
bool is_one_line(const std::pair<std::string, std::string>& header) {
  const auto breaks = std::string_view("\r\n\0", 3);
  return header.first.find_first_of(breaks) == std::string::npos &&
         header.second.find_first_of(breaks) == std::string::npos;
}

List header_list(const HttpRequest& request) {
  List list;
  const auto add = [&](const std::string& line) {
    auto* grown = curl_slist_append(list.get(), line.c_str());
    CHECK(grown != nullptr);
    list.release();
    list.reset(grown);
  };
  for (const auto& [name, value] : request.headers) add(name + ": " + value);
  add("Expect:");  // libcurl would wait a second for a 100 that our server does not send
  if (!has_content_type(request)) add("Content-Type:");  // nor is a body a form
  return list;
}

void set_target(CURL* easy, const HttpRequest& request) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  // As it is written: with `..` resolved it would be the address of something else.
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  if (!request.unix_socket.empty()) {
    curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
  }
  if (request.direct || request.refuse_private) curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

void set_trust(CURL* easy, const HttpRequest& request) {
  if (!request.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
  if (request.certificate) curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
  if (!request.client_certificate.empty())
    curl_easy_setopt(easy, CURLOPT_SSLCERT, request.client_certificate.c_str());
  if (!request.client_key.empty())
    curl_easy_setopt(easy, CURLOPT_SSLKEY, request.client_key.c_str());
  if (request.verify) return;
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
}

void set_body(CURL* easy, const HttpRequest& request) {
  const bool carries =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (carries || !request.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
  }
  if (request.method == "HEAD") curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_limits(CURL* easy, const HttpRequest& request) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);  // threads: no SIGALRM
  // A lookup that hangs is left to its own end: libcurl would wait for it, whatever the limit.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
}

void set_callbacks(CURL* easy, Exchange& exchange) {
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
  if (exchange.request.refuse_private) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_public_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &exchange);
  }
  if (!exchange.request.on_idle) return;
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &exchange);
}

// libcurl would wait for somebody to write into a pipe, whatever the limit.
Status check_files(const HttpRequest& request) {
  for (const auto* path : {&request.ca_file, &request.client_certificate, &request.client_key}) {
    if (auto plain = path->empty() ? Status() : check_plain_file(*path); !plain) return plain;
  }
  return {};
}

Error too_large(const HttpRequest& request, const Exchange& exchange) {
  const bool head = exchange.header_bytes > header_bytes_max;
  const auto size = bytes_text(static_cast<long long>(head ? header_bytes_max  //
                                                           : request.body_bytes_max));
  const std::string what =
      (head ? "the head of the reply is larger than " : "the reply is larger than ") + size;
  return {Errc::too_large,
          request.plain_errors ? what : request.method + " " + request.url + ": " + what};
}

// Of an exchange that was not asked at any other address either.
Error private_address(const HttpRequest& request, const Exchange& exchange) {
  const auto what = "the address " + exchange.refused_address + " is a private one";
  return {Errc::denied,
          request.plain_errors ? what : request.method + " " + request.url + ": " + what};
}

}  // namespace

std::string HttpResponse::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return {};
}

Result<HttpResponse> http_exchange(const HttpRequest& request) {
  if (!std::all_of(request.headers.begin(), request.headers.end(), is_one_line)) {
    const std::string what = "a header holds a line break";
    return invalid(request.plain_errors ? what : request.method + " " + request.url + ": " + what);
  }
  if (const auto files = check_files(request); !files)
    return request.plain_errors ? files.error()
                                : files.error().with(request.method + " " + request.url);
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  CHECK(ready == CURLE_OK);
  const Easy easy(curl_easy_init());
  CHECK(easy != nullptr);
  Exchange exchange{request, {}, easy.get()};
  char details[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, details);
  const auto headers = header_list(request);
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  set_target(easy.get(), request);
  set_trust(easy.get(), request);
  set_body(easy.get(), request);
  set_limits(easy.get(), request);
  set_callbacks(easy.get(), exchange);
  const auto code = curl_easy_perform(easy.get());
  exchange.response.status = static_cast<int>(status_of(easy.get()));
  if (request.reached != nullptr) *request.reached = was_asked(easy.get());
  if (exchange.too_large) return too_large(request, exchange);
  if (code == CURLE_COULDNT_CONNECT && !exchange.refused_address.empty())
    return private_address(request, exchange);
  if (code != CURLE_OK && !exchange.stopped)
    return exchange_error(easy.get(), code, request, details);
  if (request.certificate) exchange.response.certificate_until = certificate_end(easy.get());
  return std::move(exchange.response);
}

}  // namespace core
