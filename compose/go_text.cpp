#include "compose/go_text.hpp"

#include "core/check.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace compose {
namespace {

// The shortest digits and the decimal exponent of the first one.
struct Digits {
  std::string digits;
  int exponent = 0;
};

Digits shortest(double number) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number),
                                 std::chars_format::scientific)
                       .ptr;
  const std::string text(buffer.data(), end);
  const auto e = text.find('e');
  Digits out{.digits = text.substr(0, e), .exponent = std::atoi(text.c_str() + e + 1)};
  if (out.digits.size() > 1) out.digits.erase(1, 1);
  return out;
}

std::string with_exponent(const Digits& d, int exponent_digits) {
  std::string text = d.digits.substr(0, 1);
  if (d.digits.size() > 1) text += "." + d.digits.substr(1);
  auto exponent = std::to_string(std::abs(d.exponent));
  while (static_cast<int>(exponent.size()) < exponent_digits) exponent.insert(0, "0");
  return text + "e" + (d.exponent < 0 ? "-" : "+") + exponent;
}

std::string without_exponent(const Digits& d) {
  if (d.exponent < 0)
    return "0." + std::string(static_cast<std::size_t>(-d.exponent - 1), '0') + d.digits;
  const auto whole = static_cast<std::size_t>(d.exponent) + 1;
  if (d.digits.size() <= whole) return d.digits + std::string(whole - d.digits.size(), '0');
  return d.digits.substr(0, whole) + "." + d.digits.substr(whole);
}

}  // namespace

std::string go_float(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
  const auto d = shortest(number);
  const std::string sign = std::signbit(number) ? "-" : "";
  return sign + (number != 0 && (d.exponent < -4 || d.exponent >= 6) ? with_exponent(d, 2)
                                                                     : without_exponent(d));
}

namespace {

struct Sprint {
  std::string operator()(std::monostate) const { return "<nil>"; }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(std::uint64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return go_float(number); }
  std::string operator()(const Timestamp& at) const { return at.rfc3339; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const Value::List& list) const {
    std::string text;
    for (const auto& item : list) text += (text.empty() ? "" : " ") + go_text(item);
    return "[" + text + "]";
  }
  std::string operator()(const Value::Map& map) const {
    std::string text;
    for (const auto& [key, item] : map)
      text += (text.empty() ? "" : " ") + key + ":" + go_text(item);
    return "map[" + text + "]";
  }
};

// The length of the UTF-8 sequence at the front, 0 where there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 && first < 0xF5 ? 4
                             : first >= 0xE0               ? 3
                             : first >= 0xC2               ? 2
                                                           : 0;
  if (length == 0 || first >= 0xF5 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  const auto second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool beyond = (first == 0xED && second >= 0xA0) || (first == 0xF4 && second >= 0x90);
  return overlong || beyond ? 0 : length;
}

std::string escaped(char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\b': return "\\b";
    case '\f': return "\\f";
    default: break;
  }
  if (static_cast<unsigned char>(c) >= 0x20 && c != '<' && c != '>' && c != '&') return {c};
  static constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\u00") + hex[byte >> 4U] + hex[byte & 15U];
}

}  // namespace

std::string go_text(const Value& value) { return std::visit(Sprint{}, value.data()); }

std::string go_json_number(double number) {
  CHECK(std::isfinite(number));
  const auto d = shortest(number);
  const std::string sign = std::signbit(number) ? "-" : "";
  const bool exponent = number != 0 && (d.exponent < -6 || d.exponent >= 21);
  return sign + (exponent ? with_exponent(d, 1) : without_exponent(d));
}

std::string go_json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const auto length = sequence_length(text);
    if (length <= 1) {
      out += length == 1 ? escaped(text[0]) : "\\ufffd";
      text.remove_prefix(1);
      continue;
    }
    const auto sequence = text.substr(0, length);
    if (sequence == "\xE2\x80\xA8") {
      out += "\\u2028";
    } else if (sequence == "\xE2\x80\xA9") {
      out += "\\u2029";
    } else {
      out += sequence;
    }
    text.remove_prefix(length);
  }
  return out + "\"";
}

double as_float32(double number) {
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<float>(number)).ptr;
  *end = '\0';
  return std::strtod(buffer.data(), nullptr);
}

}  // namespace compose
