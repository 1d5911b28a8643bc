// The typed readers of YamlMap.
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "core/yaml_map.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace core {
namespace {

using Kind = YamlValue::Kind;

// What YAML itself would not read as a text.
bool is_typed_otherwise(const YamlValue& value) {
  if (!value.plain) return false;
  static const std::vector<std::string> words{"true", "false", "null", "~"};
  const auto lower = lowercase(value.text);
  if (std::find(words.begin(), words.end(), lower) != words.end()) return true;
  double number = 0;
  const auto* end = lower.data() + lower.size();
  const auto parsed = std::from_chars(lower.data(), end, number);
  return parsed.ec == std::errc{} && parsed.ptr == end;
}

std::string list_of(const std::vector<std::string>& names) {
  if (names.size() < 2) return join(names, "");
  const std::vector<std::string> first(names.begin(), names.end() - 1);
  return join(first, ", ") + " or " + names.back();
}

std::string range_text(int min, int max) {
  if (max == std::numeric_limits<int>::max()) return "a whole number from " + std::to_string(min);
  return "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
}

}  // namespace

std::optional<std::string> YamlMap::plain_text(const std::string& path, const YamlValue& value) {
  if (value.kind != Kind::scalar) {
    reading_.refuse(value, path, "expected a text, found " + describe(value));
    return std::nullopt;
  }
  if (is_typed_otherwise(value)) {
    reading_.refuse(
        value, path,
        "expected a text, found " + describe(value) + "; write it in quotes if it is meant");
    return std::nullopt;
  }
  return value.text;
}

std::optional<std::string> YamlMap::one_of(const std::string& path, const YamlValue& value,
                                           const Choices& choices) {
  const bool known = value.kind == Kind::scalar &&
                     std::find(choices.begin(), choices.end(), value.text) != choices.end();
  if (known) return value.text;
  const auto hint =
      value.kind == Kind::scalar && !value.expanded ? did_you_mean(value.text, choices) : "";
  reading_.refuse(value, path,
                  "expected " + list_of(choices) + ", found " + describe(value) + hint);
  return std::nullopt;
}

std::optional<std::string> YamlMap::text(const std::string& key) {
  const auto* value = take(key);
  return value ? plain_text(path_of(key), *value) : std::nullopt;
}

std::optional<bool> YamlMap::flag(const std::string& key) {
  const auto* value = take_scalar(key, "true or false");
  if (!value) return std::nullopt;
  if (value->plain || value->expanded) {
    if (value->text == "true") return true;
    if (value->text == "false") return false;
  }
  expected(key, *value, "true or false");
  return std::nullopt;
}

std::optional<int> YamlMap::integer(const std::string& key, int min, int max) {
  const auto what = range_text(min, max);
  const auto* value = take_scalar(key, what);
  if (!value) return std::nullopt;
  int number = 0;
  const auto* end = value->text.data() + value->text.size();
  const auto parsed = std::from_chars(value->text.data(), end, number);
  const bool whole =
      parsed.ec == std::errc{} && parsed.ptr == end && (value->plain || value->expanded);
  if (whole && number >= min && number <= max) return number;
  expected(key, *value, what);
  return std::nullopt;
}

std::optional<double> YamlMap::number(const std::string& key, double min, double max) {
  const auto what = "a number from " + number_text(min) + " to " + number_text(max);
  const auto* value = take_scalar(key, what);
  if (!value) return std::nullopt;
  const auto number = decimal_number(value->text);
  if (number && (value->plain || value->expanded) && *number >= min && *number <= max)
    return number;
  expected(key, *value, what);
  return std::nullopt;
}

std::optional<Milliseconds> YamlMap::duration(const std::string& key, Milliseconds min,
                                              Milliseconds max) {
  const std::string what = "a duration with its unit, such as 30s or 1h30m";
  const auto* value = take_scalar(key, what);
  if (!value) return std::nullopt;
  const auto duration = parse_duration(value->text);
  if (!duration && duration.error().code != Errc::too_large) {
    expected(key, *value, what);
    return std::nullopt;
  }
  if (duration && *duration >= min && *duration <= max) return *duration;
  expected(key, *value, "a duration from " + duration_text(min) + " to " + duration_text(max));
  return std::nullopt;
}

std::optional<long long> YamlMap::bytes(const std::string& key, long long min) {
  const std::string what = "a size, such as 512MiB";
  const auto* value = take_scalar(key, what);
  if (!value) return std::nullopt;
  const auto bytes = parse_bytes(value->text);
  if (bytes && *bytes >= min) return *bytes;
  const bool too_large = !bytes && bytes.error().code == Errc::too_large;
  expected(key, *value,
           bytes       ? "a size of at least " + bytes_text(min)
           : too_large ? "a size below 8192PiB"
                       : what);
  return std::nullopt;
}

std::optional<std::string> YamlMap::choice(const std::string& key, const Choices& choices) {
  const auto* value = take(key);
  return value ? one_of(path_of(key), *value, choices) : std::nullopt;
}

std::optional<std::vector<std::string>> YamlMap::texts(const std::string& key, const Judge& judge) {
  const auto* value = take(key);
  if (!value) return std::nullopt;
  if (value->kind != Kind::list) {
    expected(key, *value, "a list of texts");
    return std::nullopt;
  }
  std::vector<std::string> result;
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    const auto path = path_of(key) + "[" + std::to_string(i) + "]";
    auto text = plain_text(path, value->items[i]);
    if (!text) continue;
    const auto judged = judge ? judge(*text) : Status{};
    if (judged)
      result.push_back(std::move(*text));
    else
      reading_.refuse(value->items[i], path, judged.error().what);
  }
  return result;
}

std::optional<std::vector<std::string>> YamlMap::choices(const std::string& key,
                                                         const Choices& choices) {
  const auto* value = take(key);
  if (!value) return std::nullopt;
  if (value->kind != Kind::list) {
    expected(key, *value, "a list of " + list_of(choices));
    return std::nullopt;
  }
  std::vector<std::string> result;
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    if (auto text = one_of(path_of(key) + "[" + std::to_string(i) + "]", value->items[i], choices))
      result.push_back(std::move(*text));
  }
  return result;
}

std::optional<std::map<std::string, std::string>> YamlMap::pairs(const std::string& key) {
  const auto* value = take(key);
  if (!value) return std::nullopt;
  if (value->kind != Kind::map) {
    expected(key, *value, "a map of names and values");
    return std::nullopt;
  }
  std::map<std::string, std::string> result;
  for (const auto& entry : value->entries) {
    if (entry.value.kind == Kind::scalar) {
      result[entry.key] = entry.value.text;
    } else {
      reading_.refuse(entry.value, path_of(key) + "." + entry.key,
                      "expected a text, found " + describe(entry.value));
    }
  }
  return result;
}

}  // namespace core
