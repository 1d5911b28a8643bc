#include "core/io/curl_http_client_parts.hpp"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <string_view>

namespace core {
namespace {

std::optional<WallTime> end_of_pem(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
  if (!certificate) return std::nullopt;
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) return std::nullopt;
  return WallTime{std::chrono::seconds{::timegm(&end)}};
}

}  // namespace

// libcurl's texts differ by the TLS library it is built with; the certificate itself is always
// there as PEM. The server's own is the first.
std::optional<WallTime> certificate_end(CURL* easy) {
  constexpr std::string_view name = "Cert:";
  curl_certinfo* chain = nullptr;
  curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain);
  if (chain == nullptr || chain->num_of_certs < 1) return std::nullopt;
  for (const auto* each = chain->certinfo[0]; each != nullptr; each = each->next) {
    const std::string_view line(each->data);
    if (line.starts_with(name)) return end_of_pem(line.substr(name.size()));
  }
  return std::nullopt;
}

}  // namespace core
