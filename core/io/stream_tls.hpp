// The TLS of a client stream: what it trusts and shows, and why it was refused in words that name
// the files.
#pragma once

#include "core/io/stream_http.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include <string>

namespace core {

// Trusts the authority of `files` alone, and shows their certificate. Errors: invalid, naming the
// file.
Result<boost::asio::ssl::context> tls_client_context(const TlsFiles& files);

// The other side has told why it ends the connection. What it says of our certificate comes after
// the handshake (TLS 1.3): with the first write or read.
bool is_tls_alert(const boost::system::error_code& code);
std::string tls_alert_text(const boost::system::error_code& code, const std::string& certificate);

// Why a handshake with `peer` failed: denied where it was about TLS, else unavailable. `verdict`:
// what SSL_get_verify_result says.
Error tls_handshake_error(const boost::system::error_code& code, long verdict,
                          const StreamPeer& peer);

}  // namespace core
