#include "core/secret.hpp"

#include <openssl/crypto.h>

namespace core {

bool Secret::equals(const Secret& other) const {
  if (value_.size() != other.value_.size()) return false;
  return CRYPTO_memcmp(value_.data(), other.value_.data(), value_.size()) == 0;
}

}  // namespace core
