// Reads the keys that every channel over HTTP has.
#pragma once

#include "notify/channel/http/transport.hpp"
#include "notify/channel/key_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify {

// `url` or `url_file`, and all that read_transport_rest() reads. `public_url` is used where none is
// written; "": one has to be.
HttpTransport read_transport(KeyReader& keys, const std::string& public_url = "");

// `headers`, `ca_file`, `client_certificate`, `client_key`, `timeout`, `allow_private`.
HttpTransport read_transport_rest(KeyReader& keys);

// http:// or https:// with a host, without spaces.
bool is_http_url(std::string_view text);

// RFC 9110 5.6.2: a token.
bool is_http_header_name(std::string_view name);

// The channel of these keys; nothing where a mistake was found.
std::optional<ChannelSettings> http_settings(const KeyReader& keys, HttpTransport transport,
                                             HttpService service);

// `base` without a slash at its end, and `path`, which begins with one.
std::string url_below(const core::Secret& base, std::string_view path);

}  // namespace notify
