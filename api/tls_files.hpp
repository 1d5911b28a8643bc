// The files of `api.tls`, used and judged. Blocking, for the time of reading three small files.
#pragma once

#include "api/config.hpp"
#include "core/result.hpp"

#include <memory>
#include <string>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace api {

struct TlsMistake {
  std::string key;  // of `api.tls`: certificate, key or client_ca
  std::string why;  // "expected ..., found ..."
  bool operator==(const TlsMistake&) const = default;
};

// Everything that keeps the files from being used: one that is missing, is none or cannot be read,
// that is not PEM; a key that does not fit its certificate, is encrypted, or may be read by
// everybody; one without the other. Empty where `tls` is, too.
std::vector<TlsMistake> tls_mistakes(const Tls& tls);

// TLS 1.2 or newer, for the server's side. invalid: a file that cannot be used, named.
core::Result<std::shared_ptr<boost::asio::ssl::context>> tls_context(const Tls& tls);

}  // namespace api
