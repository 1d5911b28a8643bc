#include "notify/channel/email/address.hpp"

#include "core/text.hpp"
#include "notify/render/line_text.hpp"

#include <algorithm>

namespace notify {
namespace {

constexpr std::size_t address_bytes_max = 254;    // RFC 5321 4.5.3.1.3, less the brackets
constexpr std::size_t local_part_bytes_max = 64;  // RFC 5321 4.5.3.1.1
constexpr std::size_t shown_name_bytes_max = 100;

bool is_address_letter(char c) {
  return c > ' ' && c < 0x7F && std::string_view("<>()[]\\,;:\"@").find(c) == std::string::npos;
}

bool is_mail_domain(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    const auto literal = text.substr(1, text.size() - 2);
    return std::all_of(literal.begin(), literal.end(),
                       [](char c) { return is_address_letter(c) || c == ':'; });
  }
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         std::all_of(text.begin(), text.end(), is_address_letter);
}

bool is_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > address_bytes_max) return false;
  const auto local = text.substr(0, at);
  return !local.empty() && local.size() <= local_part_bytes_max &&
         std::all_of(local.begin(), local.end(), is_address_letter) &&
         is_mail_domain(text.substr(at + 1));
}

std::string_view without_name_quotes(std::string_view name) {
  const bool quoted = name.size() >= 2 && name.front() == '"' && name.back() == '"';
  return quoted ? name.substr(1, name.size() - 2) : name;
}

}  // namespace

core::Result<MailAddress> parse_mail_address(std::string_view text) {
  MailAddress parsed;
  auto address = core::trim(text);
  const auto open = address.rfind('<');
  if (open != std::string_view::npos && address.back() == '>') {
    parsed.name = clean_line(without_name_quotes(core::trim(address.substr(0, open))));
    address = address.substr(open + 1, address.size() - open - 2);
  }
  parsed.address = address;
  if (is_mail_address(address) && parsed.name.size() <= shown_name_bytes_max) return parsed;
  return core::invalid(
      "expected an address such as ops@example.org or \"Ops <ops@example.org>\" "
      "(ASCII; a domain of other letters in its xn-- form), found '" +
      cut_text(clean_line(text), address_bytes_max) + "'");
}

}  // namespace notify
