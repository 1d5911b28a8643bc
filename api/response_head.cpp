#include "api/response_head.hpp"

#include <array>
#include <cstdio>

namespace api {
namespace {

// A line break in a value would begin another header.
void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) out += c == '\r' || c == '\n' ? ' ' : c;
  out.append("\r\n");
}

void add_framing(std::string& out, const Response& response, Framing framing) {
  if (framing == Framing::chunked) add(out, "Transfer-Encoding", "chunked");
  if (framing == Framing::length && response.status != 204)
    add(out, "Content-Length", std::to_string(response.text().size()));
}

}  // namespace

std::string response_head(const Response& response, const Reply& reply) {
  std::string out;
  out.reserve(256);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_phrase(response.status)).append("\r\n");
  add(out, "Date", reply.date);
  if (!response.content_type.empty()) {
    add(out, "Content-Type", response.content_type);
    add(out, "X-Content-Type-Options", "nosniff");
  }
  for (const auto& [name, value] : response.headers.all()) add(out, name, value);
  add_framing(out, response, reply.framing);
  add(out, "Connection", reply.keep_alive ? "keep-alive" : "close");
  out.append("\r\n");
  return out;
}

std::string http_date(core::WallTime at) {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  std::array<char, 64> out = {};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

}  // namespace api
