#include "core/io/stream_tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <boost/asio/ssl/error.hpp>

namespace core {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

bool is_of_tls(const error_code& code) {
  return code.category() == asio::error::get_ssl_category();
}

int reason_of(const error_code& code) {
  return is_of_tls(code) ? ERR_GET_REASON(static_cast<unsigned long>(code.value())) : 0;
}

Error unreadable(const std::string& path, const error_code& code) {
  return {Errc::invalid, "reading " + path + ": " + code.message()};
}

std::string why_not_trusted(long verdict, const StreamPeer& peer) {
  // Without a reason of OpenSSL's own it was our check of the name that refused.
  if (verdict == X509_V_OK || verdict == X509_V_ERR_UNSPECIFIED)
    return "its certificate is not for " + peer.host;
  return "its certificate does not pass " + peer.tls->ca + ": " +
         X509_verify_cert_error_string(verdict);
}

}  // namespace

Result<asio::ssl::context> tls_client_context(const TlsFiles& files) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  error_code code;
  context.set_verify_mode(asio::ssl::verify_peer);
  context.load_verify_file(files.ca, code);
  if (code) return unreadable(files.ca, code);
  context.use_certificate_chain_file(files.cert, code);
  if (code) return unreadable(files.cert, code);
  context.use_private_key_file(files.key, asio::ssl::context::pem, code);
  if (code) return unreadable(files.key, code);
  return context;
}

bool is_tls_alert(const error_code& code) { return reason_of(code) >= SSL_AD_REASON_OFFSET; }

std::string tls_alert_text(const error_code& code, const std::string& certificate) {
  return "refused by the server, which was shown the certificate " + certificate + ": " +
         code.message();
}

Error tls_handshake_error(const error_code& code, long verdict, const StreamPeer& peer) {
  const auto doing = "TLS handshake with " + peer.host + ":" + peer.port + ": ";
  if (is_tls_alert(code))
    return {Errc::denied, doing + tls_alert_text(code, peer.tls ? peer.tls->cert : "")};
  switch (reason_of(code)) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      return {Errc::denied, doing + why_not_trusted(verdict, peer)};
    case SSL_R_WRONG_VERSION_NUMBER: return {Errc::denied, doing + "it does not speak TLS"};
    default: break;
  }
  return {is_of_tls(code) ? Errc::denied : Errc::unavailable, doing + code.message()};
}

}  // namespace core
