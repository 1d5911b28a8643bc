#include "monitor/checks/read_probe_values.hpp"

#include "core/text.hpp"

#include <re2/re2.h>

#include <charconv>

namespace monitor {
namespace {

using core::YamlMap;
using core::YamlReading;
using core::YamlValue;

std::optional<double> percentage_of(std::string text) {
  if (text.ends_with('%')) text.pop_back();
  double percent = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, percent);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  if (!(percent > 0 && percent <= 100)) return std::nullopt;
  return percent;
}

// As `describe`, but for the text itself.
std::string kind_text(const YamlValue& value) {
  return value.kind == YamlValue::Kind::scalar ? "something else" : describe(value);
}

}  // namespace

std::string read_required(YamlMap& map, const std::string& key) {
  map.require(key);
  refuse_empty(map, key);
  return map.text(key).value_or("");
}

void refuse_empty(YamlMap& map, const std::string& key) {
  map.value(key, [](YamlReading& reading, const YamlValue& value, const std::string& path) {
    if (value.kind == YamlValue::Kind::scalar && core::trim(value.text).empty())
      reading.refuse(value, path, "expected a text, found an empty one");
  });
}

std::string read_secret_text(YamlMap& map, const std::string& key) {
  std::string text;
  map.value(key, [&](YamlReading& reading, const YamlValue& value, const std::string& path) {
    YamlValue around;
    around.kind = YamlValue::Kind::map;
    around.entries.push_back({key, value});
    YamlReading apart;  // its mistakes quote
    YamlMap alone(apart, around, "", "");
    core::take(text, alone.text(key));
    if (apart.mistakes.empty()) return;
    const bool scalar = value.kind == YamlValue::Kind::scalar;
    reading.refuse(value, path,
                   "expected a text, found " + kind_text(value) +
                       (scalar ? "; write it in quotes if it is meant" : ""));
  });
  return text;
}

std::map<std::string, std::string> read_secret_texts(
    YamlMap& map, const std::string& key, const std::string& names,
    const std::function<bool(const std::string& name)>& is_name) {
  std::map<std::string, std::string> texts;
  map.value(key, [&](YamlReading& reading, const YamlValue& value, const std::string& path) {
    if (value.kind != YamlValue::Kind::map)
      reading.refuse(value, path, "expected a map of names and values, found " + kind_text(value));
    for (const auto& [name, text] : value.entries) {
      if (!is_name(name))
        reading.refuse(text, path, "expected the name of " + names + ", found something else");
      else if (text.kind != YamlValue::Kind::scalar)
        reading.refuse(text, path + "." + name, "expected a text, found " + describe(text));
      else if (holds_nul(name) || holds_nul(text.text))
        reading.refuse(text, path, without_nul);
      else
        texts[name] = text.text;
    }
  });
  return texts;
}

bool holds_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

std::string read_absolute_path(YamlMap& map, const std::string& key) {
  auto path = map.text(key);
  if (path && !path->starts_with('/'))
    map.refuse(key, "expected an absolute path, found '" + *path + "'");
  if (path && holds_nul(*path)) map.refuse(key, without_nul);
  return path.value_or("");
}

std::string read_pattern(YamlMap& map, const std::string& key) {
  auto pattern = map.text(key).value_or("");
  if (pattern.size() > pattern_text_bytes_max) {
    map.refuse(key, "expected a pattern of at most " + std::to_string(pattern_text_bytes_max) +
                        " bytes, found " + std::to_string(pattern.size()));
    return pattern;
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(pattern_memory_max);
  const RE2 compiled(pattern, options);
  if (!compiled.ok()) map.refuse(key, "expected a pattern of RE2, found " + compiled.error());
  return pattern;
}

std::optional<std::uint64_t> read_size(YamlMap& map, const std::string& key) {
  if (const auto bytes = map.bytes(key, 0)) return static_cast<std::uint64_t>(*bytes);
  return std::nullopt;
}

std::optional<double> read_percentage(YamlMap& map, const std::string& key) {
  std::optional<double> percent;
  map.value(key, [&percent](YamlReading& reading, const YamlValue& value, const std::string& path) {
    if (value.kind == YamlValue::Kind::scalar) percent = percentage_of(value.text);
    if (!percent) refuse_item(reading, value, path, "a percentage, more than 0 and at most 100");
  });
  return percent;
}

void read_one_or_more(YamlMap& map, const std::string& key, const TakeItem& take) {
  map.value(key, [&take](YamlReading& reading, const YamlValue& value, const std::string& path) {
    if (value.kind != YamlValue::Kind::list) return take(reading, value, path);
    if (value.items.empty()) refuse_item(reading, value, path, "at least one value");
    for (std::size_t i = 0; i < value.items.size(); ++i)
      take(reading, value.items[i], path + "[" + std::to_string(i) + "]");
  });
}

void refuse_item(YamlReading& reading, const YamlValue& item, const std::string& path,
                 const std::string& what) {
  const bool empty_list = item.kind == YamlValue::Kind::list && item.items.empty();
  reading.refuse(item, path,
                 "expected " + what + ", found " + (empty_list ? "an empty list" : describe(item)));
}

std::optional<int> whole_number(const std::string& text) {
  int number = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return number;
}

}  // namespace monitor
