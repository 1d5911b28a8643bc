#include "api/tls_files.hpp"

#include <boost/asio/ssl/context.hpp>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include <sys/stat.h>
#include <unistd.h>

namespace api {
namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;
namespace {

// A client that resumes a session was checked when it began: OpenSSL wants to know by whom.
constexpr std::string_view session_name = "evenkeel";

std::string expected(const std::string& what, const fs::path& path, const std::string& found) {
  return "expected " + what + ", found " + path.string() + ": " + found;
}

// OpenSSL reads the files itself, and would wait for ever on a pipe.
std::optional<std::string> why_unreadable(const fs::path& path) {
  struct ::stat found = {};
  if (::stat(path.c_str(), &found) != 0) return std::strerror(errno);
  if (!S_ISREG(found.st_mode)) return "it is no file";
  if (::access(path.c_str(), R_OK) != 0) return std::strerror(errno);
  return std::nullopt;
}

bool read_by_everybody(const fs::path& path) {
  struct ::stat found = {};
  return ::stat(path.c_str(), &found) == 0 && (found.st_mode & S_IRWXO) != 0;
}

std::optional<TlsMistake> use_key(asio::ssl::context& context, const fs::path& path) {
  error_code failed;
  const auto encrypted = std::make_shared<bool>(false);
  // Without this OpenSSL would ask at the terminal.
  context.set_password_callback([encrypted](std::size_t, asio::ssl::context::password_purpose) {
    *encrypted = true;
    return std::string();
  });
  context.use_private_key_file(path.string(), asio::ssl::context::pem, failed);
  if (!failed) return std::nullopt;
  const auto why = *encrypted ? std::string(
                                    "it is encrypted with a passphrase, which the agent "
                                    "cannot be asked for; store it without one")
                              : failed.message();
  return TlsMistake{"key", expected("the key of the certificate, in PEM", path, why)};
}

std::optional<TlsMistake> use_files(asio::ssl::context& context, const Tls& tls) {
  error_code failed;
  context.use_certificate_chain_file(tls.certificate.string(), failed);
  if (failed)
    return TlsMistake{"certificate",
                      expected("a certificate in PEM", tls.certificate, failed.message())};
  if (auto mistake = use_key(context, tls.key)) return mistake;
  if (tls.client_ca.empty()) return std::nullopt;
  context.load_verify_file(tls.client_ca.string(), failed);
  if (failed)
    return TlsMistake{"client_ca",
                      expected("certificates in PEM", tls.client_ca, failed.message())};
  context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  return std::nullopt;
}

void set_options(asio::ssl::context& context) {
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
  ::SSL_CTX_set_session_id_context(context.native_handle(),
                                   reinterpret_cast<const unsigned char*>(session_name.data()),
                                   static_cast<unsigned>(session_name.size()));
}

std::vector<TlsMistake> file_mistakes(const Tls& tls) {
  std::vector<TlsMistake> mistakes;
  const auto look = [&mistakes](const char* key, const fs::path& path) {
    if (path.empty()) return;
    if (const auto why = why_unreadable(path))
      mistakes.push_back({key, expected("a file that can be read", path, *why)});
  };
  look("certificate", tls.certificate);
  look("key", tls.key);
  look("client_ca", tls.client_ca);
  if (!tls.key.empty() && read_by_everybody(tls.key))
    mistakes.push_back({"key", expected("a file that only its owner and its group may read",
                                        tls.key, "everybody may; chmod o= it")});
  return mistakes;
}

std::vector<TlsMistake> missing_keys(const Tls& tls) {
  if (tls.certificate.empty() && tls.key.empty()) {
    if (tls.client_ca.empty()) return {};
    return {{"client_ca", "expected `certificate` and `key` beside it, found neither"}};
  }
  if (tls.key.empty()) return {{"certificate", "expected its `key` beside it, found none"}};
  if (tls.certificate.empty()) return {{"key", "expected its `certificate` beside it, found none"}};
  return {};
}

}  // namespace

std::vector<TlsMistake> tls_mistakes(const Tls& tls) {
  auto mistakes = missing_keys(tls);
  for (auto& mistake : file_mistakes(tls)) mistakes.push_back(std::move(mistake));
  if (!mistakes.empty() || !tls.enabled()) return mistakes;
  asio::ssl::context context(asio::ssl::context::tls_server);
  if (auto mistake = use_files(context, tls)) mistakes.push_back(std::move(*mistake));
  return mistakes;
}

core::Result<std::shared_ptr<asio::ssl::context>> tls_context(const Tls& tls) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  set_options(*context);
  if (const auto mistake = use_files(*context, tls))
    return core::invalid(mistake->key + ": " + mistake->why);
  return context;
}

}  // namespace api
