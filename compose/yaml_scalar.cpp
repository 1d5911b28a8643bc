#include "compose/yaml_scalar.hpp"

#include "compose/cast.hpp"
#include "core/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <regex>

namespace compose {
namespace {

using Data = Value::Data;

const std::map<std::string_view, Data>& words() {
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static const std::map<std::string_view, Data> table = {{"", {}},
                                                         {"~", {}},
                                                         {"null", {}},
                                                         {"Null", {}},
                                                         {"NULL", {}},
                                                         {"true", true},
                                                         {"True", true},
                                                         {"TRUE", true},
                                                         {"false", false},
                                                         {"False", false},
                                                         {"FALSE", false},
                                                         {".inf", infinity},
                                                         {".Inf", infinity},
                                                         {".INF", infinity},
                                                         {"+.inf", infinity},
                                                         {"+.Inf", infinity},
                                                         {"+.INF", infinity},
                                                         {"-.inf", -infinity},
                                                         {"-.Inf", -infinity},
                                                         {"-.INF", -infinity},
                                                         {".nan", std::nan("")},
                                                         {".NaN", std::nan("")},
                                                         {".NAN", std::nan("")}};
  return table;
}

template <class Number> std::optional<Number> whole(std::string_view digits, int base) {
  Number number{};
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty())
    return std::nullopt;
  return number;
}

// The base that a prefix names, as strconv.ParseInt with base 0 reads it; the prefix is cut off.
int take_base(std::string_view& digits) {
  if (digits.size() < 2 || digits[0] != '0') return 10;
  const char mark = core::lowercase(digits.substr(1, 1))[0];
  if (mark != 'x' && mark != 'b' && mark != 'o') {
    digits.remove_prefix(1);
    return 8;
  }
  digits.remove_prefix(2);
  return mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
}

std::optional<Data> integer(std::string_view plain) {
  const bool negative = plain.starts_with('-');
  if (negative || plain.starts_with('+')) plain.remove_prefix(1);
  if (plain.empty() || plain[0] == '-' || plain[0] == '+') return std::nullopt;
  const int base = take_base(plain);
  if (plain.empty() || plain[0] == '-' || plain[0] == '+') return std::nullopt;
  if (const auto number = whole<std::int64_t>((negative ? "-" : "") + std::string(plain), base))
    return Data(*number);
  if (const auto number = whole<std::uint64_t>(plain, base); number && !negative)
    return Data(*number);
  return std::nullopt;
}

std::optional<Data> real(const std::string& plain) {
  static const std::regex form(R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)");
  if (!std::regex_match(plain, form)) return std::nullopt;
  const double number = std::strtod(plain.c_str(), nullptr);
  if (std::isinf(number)) return std::nullopt;
  return Data(number);
}

bool could_be_number(std::string_view text) {
  return text[0] == '+' || text[0] == '-' || text[0] == '.' || (text[0] >= '0' && text[0] <= '9');
}

}  // namespace

std::string yaml_timestamp(std::string_view text) {
  static const std::regex form(
      R"((\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?|[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d{2}:\d{2}))?)");
  std::cmatch m;
  if (!std::regex_match(text.data(), text.data() + text.size(), m, form)) return "";
  const auto number = [&](std::size_t i) {
    return m[i].matched ? std::atoi(m[i].str().c_str()) : 0;
  };
  const std::size_t clock = m[8].matched ? 8 : 4;  // the groups of the form with a zone, or of the
                                                   // one without
  const int hour = number(clock), minute = number(clock + 1), second = number(clock + 2);
  if (number(2) < 1 || number(2) > 12 || number(3) < 1 || number(3) > 31 || hour > 23 ||
      minute > 59 || second > 59)
    return "";
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02d", number(1), number(2),
                number(3), hour, minute, second);
  return buffer.data() + m[clock + 3].str() + (m[12].matched ? m[12].str() : "Z");
}

Data resolve_plain_scalar(std::string_view text) {
  if (const auto word = words().find(text); word != words().end()) return word->second;
  if (!could_be_number(text) || text.size() > number_length_max) return Data(std::string(text));
  if (auto at = yaml_timestamp(text); !at.empty()) return Data(Timestamp{std::move(at)});
  const auto plain = core::replace_all(std::string(text), "_", "");
  if (plain.empty()) return Data(std::string(text));
  if (text[0] != '.') {
    if (auto number = integer(plain)) return *number;
  }
  if (auto number = real(plain)) return *number;
  return Data(std::string(text));
}

}  // namespace compose
