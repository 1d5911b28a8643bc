// Status line and headers as they go over the wire. Pure.
#pragma once

#include "api/http.hpp"
#include "core/clock.hpp"

#include <string>

namespace api {

enum class Framing { length, chunked, until_close };

struct Reply {
  std::string date;
  bool keep_alive = true;
  Framing framing = Framing::length;
};

std::string response_head(const Response& response, const Reply& reply);
// "Sat, 31 Jan 2026 09:30:00 GMT" (RFC 9110 5.6.7).
std::string http_date(core::WallTime at);

}  // namespace api
