// Digests and random bytes, by OpenSSL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

std::string sha256_hex(std::string_view data);
// `bytes` from the system's random source, as lower-case hex.
std::string random_hex(std::size_t bytes);
std::string base64(std::string_view data);
std::string base64_url(std::string_view data);

}  // namespace core
