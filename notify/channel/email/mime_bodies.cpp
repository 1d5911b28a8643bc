#include "core/digest.hpp"
#include "core/text.hpp"
#include "notify/channel/email/mime.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace notify {
namespace {

constexpr std::size_t mail_body_line_max = 76;  // RFC 2045 6.7 and 6.8

std::string quoted_byte(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', digits[byte >> 4U], digits[byte & 0xFU]};
}

// One line, without its end. A space before a line's end gets lost on the way, and "From " at its
// beginning gets a ">" in many mailboxes.
std::string quoted_line(std::string_view line) {
  std::string quoted;
  std::size_t length = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    const bool space = c == ' ' || c == '\t';
    const bool literal = (c > ' ' && c < 0x7F && c != '=') || (space && !last);
    const bool mailbox_mark = i == 0 && line.starts_with("From ");
    const auto piece = literal && !mailbox_mark ? std::string(1, c) : quoted_byte(c);
    if (length + piece.size() > mail_body_line_max - 1) {
      quoted += "=\r\n";
      length = 0;
    }
    quoted += piece;
    length += piece.size();
  }
  return quoted;
}

std::string base64_lines(std::string_view text) {
  const auto encoded = core::base64(core::replace_all(std::string(text), "\n", "\r\n"));
  std::string lines;
  for (std::size_t at = 0; at < encoded.size(); at += mail_body_line_max)
    lines += encoded.substr(at, mail_body_line_max) + "\r\n";
  return lines;
}

std::tm mail_local_time(core::WallTime at) {
  const auto seconds = static_cast<std::time_t>(
      std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local;
}

}  // namespace

std::string mail_date(core::WallTime at) {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto local = mail_local_time(at);
  const auto minutes = local.tm_gmtoff / 60;
  const auto offset = minutes < 0 ? -minutes : minutes;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %d %s %04d %02d:%02d:%02d %c%02ld%02ld",
                days.at(static_cast<std::size_t>(local.tm_wday)), local.tm_mday,
                months.at(static_cast<std::size_t>(local.tm_mon)), local.tm_year + 1900,
                local.tm_hour, local.tm_min, local.tm_sec, minutes < 0 ? '-' : '+', offset / 60,
                offset % 60);
  return text.data();
}

std::string quoted_printable(std::string_view text) {
  std::string quoted;
  while (!text.empty()) {
    const auto end = text.find('\n');
    quoted += quoted_line(text.substr(0, end)) + "\r\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return quoted;
}

EncodedBody encode_body(std::string_view text) {
  auto quoted = quoted_printable(text);
  // Readable in the source of the mail as long as that costs little.
  if (quoted.size() <= text.size() + text.size() / 2 + mail_body_line_max)
    return {"quoted-printable", std::move(quoted)};
  auto lines = base64_lines(text);
  if (quoted.size() <= lines.size()) return {"quoted-printable", std::move(quoted)};
  return {"base64", std::move(lines)};
}

}  // namespace notify
