#include "core/digest.hpp"

#include "core/check.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <vector>

namespace core {
namespace {

std::string hex(const unsigned char* data, std::size_t size) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) text += {digits[data[i] >> 4], digits[data[i] & 15]};
  return text;
}

}  // namespace

std::string sha256_hex(std::string_view data) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  CHECK(EVP_Digest(data.data(), data.size(), digest, &size, EVP_sha256(), nullptr) == 1);
  return hex(digest, size);
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> data(bytes);
  CHECK(RAND_bytes(data.data(), static_cast<int>(bytes)) == 1);
  return hex(data.data(), bytes);
}

std::string base64(std::string_view data) {
  // OpenSSL writes a final zero, which std::string has room for.
  std::string text((data.size() + 2) / 3 * 4, '\0');
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes,
                                   static_cast<int>(data.size()));
  CHECK(size == static_cast<int>(text.size()));
  return text;
}

// With padding: engines decode X-Registry-Auth by the padded URL alphabet.
std::string base64_url(std::string_view data) {
  auto text = base64(data);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

}  // namespace core
