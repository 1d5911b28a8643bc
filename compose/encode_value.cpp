#include "compose/encode_value.hpp"

#include "compose/cast.hpp"
#include "compose/encode_lists.hpp"
#include "compose/go_text.hpp"
#include "compose/short_units.hpp"
#include "core/text.hpp"

#include <cmath>

namespace compose {
namespace {

using Json = core::Result<std::optional<std::string>>;

const std::optional<std::string> left_out;
constexpr double real_max = 1e9;  // of CPUs, percent, ratios: the engine counts billionths of them

core::Error unexpected(std::string_view wanted, const Value& value) {
  return core::invalid("expected " + std::string(wanted) + ", got " +
                       std::string(kind_name(value)));
}

Json text(const Value& value, bool always) {
  const bool number = value.as_integer() != nullptr;
  if (value.as_text() == nullptr && !number) return unexpected("a string", value);
  const auto text = go_text(value);
  if (text.empty() && !always) return left_out;
  return go_json_string(text);
}

Json flag(const Value& value, bool always) {
  bool set = false;
  if (const auto* flag = value.as_flag()) {
    set = *flag;
  } else if (const auto* text = value.as_text()) {
    auto parsed = to_boolean(*text);
    if (!parsed) return parsed.error();
    set = *parsed;
  } else {
    return unexpected("true or false", value);
  }
  if (!set && !always) return left_out;
  return std::string(set ? "true" : "false");
}

core::Error out_of_range(double number) {
  return core::invalid("expected a number that is not so large, got `" + go_float(number) + "`");
}

core::Result<std::int64_t> whole(const Value& value, bool from_text) {
  if (const auto* number = value.as_integer()) return *number;
  if (const auto* number = value.as_real()) {
    constexpr double beyond = 9223372036854775808.0;  // 2^63
    if (!(*number >= -beyond && *number < beyond)) return out_of_range(*number);
    return static_cast<std::int64_t>(*number);
  }
  if (const auto* text = value.as_text(); text != nullptr && from_text) return to_integer(*text);
  return unexpected("a whole number", value);
}

Json integer(const Value& value, bool always) {
  const auto number = whole(value, true);
  if (!number) return number.error();
  if (*number == 0 && !always) return left_out;
  return std::to_string(*number);
}

Json natural(const Value& value, bool always) {
  const auto number = whole(value, false);
  if (!number) return number.error();
  if (*number < 0) return core::invalid("must not be negative");
  if (*number == 0 && !always) return left_out;
  return std::to_string(*number);
}

Json real32(const Value& value) {
  core::Result<double> number = 0.0;
  if (const auto* whole = value.as_integer())
    number = static_cast<double>(*whole);
  else if (const auto* real = value.as_real())
    number = *real;
  else if (const auto* text = value.as_text())
    number = to_real(*text);
  else
    return unexpected("a number", value);
  if (!number) return number.error();
  const auto rounded = as_float32(*number);
  if (!(std::fabs(rounded) <= real_max)) return out_of_range(*number);
  if (rounded == 0) return left_out;
  return go_json_number(rounded);
}

Json bytes(const Value& value, bool always) {
  std::int64_t size = 0;  // the reference reads a fraction without quotes as nothing
  if (const auto* number = value.as_integer()) size = *number;
  if (const auto* text = value.as_text()) {
    const auto parsed = parse_bytes(*text);
    if (!parsed) return parsed.error();
    size = *parsed;
  }
  if (size == 0 && !always) return left_out;
  return "\"" + std::to_string(size) + "\"";
}

Json duration(const Value& value, bool always) {
  const auto parsed = parse_go_duration(go_text(value));
  if (!parsed) return parsed.error();
  if (parsed->count() == 0 && !always) return left_out;
  return go_json_string(go_duration_text(*parsed));
}

Json file_mode(const Value& value) {
  std::int64_t mode = 0;
  if (const auto* number = value.as_integer()) {
    mode = *number;
  } else if (const auto* text = value.as_text()) {
    const bool octal = !text->empty() && text->find_first_not_of("01234567") == std::string::npos &&
                       text->size() < 20;
    if (!octal) return core::invalid("expected an octal mode such as 0440, got `" + *text + "`");
    mode = std::stoll(*text, nullptr, 8);
  } else {
    return unexpected("a number", value);
  }
  std::string digits;
  for (auto rest = mode; rest > 0; rest /= 8) digits.insert(0, std::to_string(rest % 8));
  return "\"0" + (digits.empty() ? "0" : digits) + "\"";
}

Json device_count(const Value& value) {
  if (const auto* text = value.as_text(); text != nullptr && core::lowercase(*text) == "all")
    return std::string("-1");
  if (value.as_real() != nullptr) return unexpected("`all` or a whole number", value);
  return integer(value, false);
}

}  // namespace

Json encode_value(const Value* value, Form form) {
  if (value == nullptr || value->is_null()) {
    switch (form) {
      case Form::command: return std::string("null");
      case Form::text_always: return std::string("\"\"");
      case Form::natural_always: return std::string("0");
      case Form::bytes_always: return std::string("\"0\"");
      default: return left_out;
    }
  }
  switch (form) {
    case Form::text: return text(*value, false);
    case Form::text_always: return text(*value, true);
    case Form::flag: return flag(*value, false);
    case Form::flag_if_set: return flag(*value, true);
    case Form::integer: return integer(*value, false);
    case Form::integer_if_set: return integer(*value, true);
    case Form::natural: return natural(*value, false);
    case Form::natural_always:
    case Form::natural_if_set: return natural(*value, true);
    case Form::real32: return real32(*value);
    case Form::bytes: return bytes(*value, false);
    case Form::bytes_always: return bytes(*value, true);
    case Form::duration: return duration(*value, false);
    case Form::duration_if_set: return duration(*value, true);
    case Form::file_mode: return file_mode(*value);
    case Form::device_count: return device_count(*value);
    default: return encode_list(*value, form);
  }
}

}  // namespace compose
