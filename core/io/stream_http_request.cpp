#include "core/io/stream_http_request.hpp"

#include "core/check.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <cstdio>

namespace core {
namespace {

bool is_clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

std::string stream_request_text(const StreamRequest& request, std::string_view host, bool chunked) {
  CHECK(is_clean(request.method) && is_clean(request.target) &&
        request.target.find(' ') == std::string::npos);
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\nHost: ";
  text.append(host).append("\r\n");
  for (const auto& [name, value] : request.headers) {
    CHECK(is_clean(name) && is_clean(value));
    text += name + ": " + value + "\r\n";
  }
  if (chunked) {
    text += "Transfer-Encoding: chunked\r\n\r\n";
    return text;
  }
  if (request.method != "GET" || !request.body.empty())
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return text + "\r\n" + request.body;
}

std::string stream_chunk(std::string_view piece) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
  std::string text = size;
  text.append(piece).append("\r\n");
  return text;
}

std::string_view StreamHead::header(std::string_view name) const {
  const auto wanted = lowercase(name);
  for (const auto& [key, value] : headers) {
    if (lowercase(key) == wanted) return value;
  }
  return {};
}

}  // namespace core
