#include "notify/channel/http/read_transport.hpp"

#include <algorithm>

namespace notify {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t url_bytes_max = 4096;
constexpr core::Milliseconds timeout_min = 1s;

bool is_one_header_line(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F;
  });
}

}  // namespace

bool is_http_url(std::string_view text) {
  const std::size_t scheme = text.starts_with("http://") ? 7 : text.starts_with("https://") ? 8 : 0;
  const auto rest = text.substr(scheme);
  return scheme > 0 && text.size() <= url_bytes_max && is_visible_line(rest) &&
         std::string_view("/?#:@").find(rest.front()) == std::string_view::npos;
}

bool is_http_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

HttpTransport read_transport_rest(KeyReader& keys) {
  HttpTransport transport;
  for (auto& [name, value] : keys.pairs("headers")) {
    if (!is_http_header_name(name))
      keys.refuse("headers", "expected the name of a header, found something else");
    else if (!is_one_header_line(value))
      keys.refuse("headers", "expected one line for the header '" + name + "', found several");
    else
      transport.headers.emplace(name, core::Secret(value));
  }
  transport.ca_file = keys.path("ca_file");
  transport.client_certificate = keys.path("client_certificate");
  transport.client_key = keys.path("client_key");
  if (transport.client_certificate.empty() && !transport.client_key.empty())
    keys.refuse("client_key", "expected client_certificate beside it");
  transport.timeout = keys.duration("timeout", transport.timeout, timeout_min, send_timeout_max);
  transport.allow_private = keys.flag("allow_private", false);
  return transport;
}

HttpTransport read_transport(KeyReader& keys, const std::string& public_url) {
  const bool written = keys.has("url") || keys.has("url_file");
  auto url = written || public_url.empty() ? keys.required_secret("url") : keys.secret("url");
  if (url.empty()) url = core::Secret(public_url);
  // No value in the text of the mistake: many are secrets.
  if (!url.empty() && !is_http_url(url.reveal()))
    keys.refuse(keys.has("url") ? "url" : "url_file",
                "expected http://HOST/... or https://HOST/..., found another text");
  auto transport = read_transport_rest(keys);
  transport.url = std::move(url);
  return transport;
}

std::optional<ChannelSettings> http_settings(const KeyReader& keys, HttpTransport transport,
                                             HttpService service) {
  return keys.settings([transport = std::move(transport), service = std::move(service)] {
    return make_http_channel(transport, service);
  });
}

std::string url_below(const core::Secret& base, std::string_view path) {
  auto url = base.reveal();
  while (url.ends_with('/')) url.pop_back();
  return url.append(path);
}

}  // namespace notify
