#include "core/io/stream_tls.hpp"
#include "support/catch.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

namespace {

boost::system::error_code tls_code(int reason) {
  return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, reason)),
          boost::asio::error::get_ssl_category()};
}

core::StreamPeer peer() {
  core::StreamPeer peer;
  peer.host = "box";
  peer.port = "2376";
  peer.tls = core::TlsFiles{"/c/ca.pem", "/c/cert.pem", "/c/key.pem"};
  return peer;
}

}  // namespace

TEST_CASE("a failed handshake says in words whose fault it is") {
  struct Row {
    boost::system::error_code code;
    long verdict;
    core::Errc kind;
    const char* holds;
  };
  const Row rows[] = {
      {tls_code(SSL_R_CERTIFICATE_VERIFY_FAILED), X509_V_ERR_CERT_HAS_EXPIRED, core::Errc::denied,
       "its certificate does not pass /c/ca.pem: certificate has expired"},
      {tls_code(SSL_R_CERTIFICATE_VERIFY_FAILED), X509_V_OK, core::Errc::denied,
       "its certificate is not for box"},
      {tls_code(SSL_R_CERTIFICATE_VERIFY_FAILED), X509_V_ERR_UNSPECIFIED, core::Errc::denied,
       "its certificate is not for box"},
      {tls_code(SSL_R_WRONG_VERSION_NUMBER), X509_V_OK, core::Errc::denied, "does not speak TLS"},
      {tls_code(SSL_R_TLSV1_ALERT_UNKNOWN_CA), X509_V_OK, core::Errc::denied,
       "was shown the certificate /c/cert.pem"},
      {boost::asio::error::connection_reset, X509_V_OK, core::Errc::unavailable, "reset by peer"},
  };
  for (const auto& row : rows) {
    const auto error = core::tls_handshake_error(row.code, row.verdict, peer());
    INFO(error.what);
    CHECK(error.code == row.kind);
    CHECK(error.what.starts_with("TLS handshake with box:2376: "));
    CHECK(error.what.find(row.holds) != std::string::npos);
  }
}

TEST_CASE("only what the other side sends is an alert") {
  CHECK(core::is_tls_alert(tls_code(SSL_R_SSLV3_ALERT_BAD_CERTIFICATE)));
  CHECK_FALSE(core::is_tls_alert(tls_code(SSL_R_CERTIFICATE_VERIFY_FAILED)));
  CHECK_FALSE(core::is_tls_alert(boost::asio::error::connection_reset));
  CHECK_FALSE(core::is_tls_alert({}));
}

TEST_CASE("a certificate that cannot be read is named") {
  const auto context = core::tls_client_context({"/nowhere/ca.pem", "/nowhere/c", "/nowhere/k"});
  REQUIRE_FALSE(context);
  CHECK(context.error().what.find("/nowhere/ca.pem") != std::string::npos);
}
