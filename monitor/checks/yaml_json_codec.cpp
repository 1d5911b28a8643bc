#include "monitor/checks/yaml_json_codec.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace monitor {
namespace {

using core::YamlValue;
using YamlKind = YamlValue::Kind;

std::string json_quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool is_json_number(const std::string& text) {
  const bool begins_like_one =
      !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
  return begins_like_one && nlohmann::json::accept(text);
}

std::string scalar_json(const YamlValue& value) {
  const bool typed =
      value.plain && (value.text == "true" || value.text == "false" || is_json_number(value.text));
  return typed ? value.text : json_quoted(value.text);
}

bool may_stand_for_another_type(const std::string& text) {
  if (text == "true" || text == "false") return true;
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos;
}

// Builds values as the parser names them.
class YamlBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put(YamlValue{}); }
  bool boolean(bool value) override { return put(plain(value ? "true" : "false")); }
  bool number_integer(number_integer_t value) override { return put(plain(std::to_string(value))); }
  bool number_unsigned(number_unsigned_t value) override {
    return put(plain(std::to_string(value)));
  }
  bool number_float(number_float_t, const string_t& text) override { return put(plain(text)); }
  bool string(string_t& text) override {
    if (text.find('\0') != std::string::npos) return refuse("a text holds the character NUL");
    YamlValue value;
    value.kind = YamlKind::scalar;
    value.expanded = may_stand_for_another_type(text);
    value.text = std::move(text);
    return put(std::move(value));
  }
  bool binary(binary_t&) override { return refuse("there are bytes in it"); }
  bool start_object(std::size_t) override { return open(YamlKind::map); }
  bool key(string_t& key) override {
    auto& map = *open_.back();
    if (key.find('\0') != std::string::npos) return refuse("a key holds the character NUL");
    if (map.find(key)) return refuse("the key `" + key + "` is written twice");
    map.entries.push_back({std::move(key), {}});
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(YamlKind::list); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t at, const std::string&,
                   const nlohmann::detail::exception&) override {
    return refuse("there is a mistake in its form at byte " + std::to_string(at));
  }

  YamlValue take() { return std::move(root_); }
  const std::string& mistake() const { return mistake_; }

 private:
  static YamlValue plain(std::string text) {
    YamlValue value;
    value.kind = YamlKind::scalar;
    value.text = std::move(text);
    value.plain = true;
    return value;
  }

  bool refuse(std::string why) {
    mistake_ = std::move(why);
    return false;
  }

  // Where the value goes that is named next.
  YamlValue& place() {
    if (open_.empty()) return root_;
    auto& around = *open_.back();
    if (around.kind == YamlKind::map) return around.entries.back().value;
    return around.items.emplace_back();
  }

  bool put(YamlValue value) {
    place() = std::move(value);
    return true;
  }

  // What is open stays where it is until it is closed: only the innermost grows.
  bool open(YamlKind kind) {
    if (open_.size() >= static_cast<std::size_t>(policy_depth_max))
      return refuse("it is nested too deeply");
    auto& value = place();
    value.kind = kind;
    open_.push_back(&value);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  YamlValue root_;
  std::vector<YamlValue*> open_;
  std::string mistake_;
};

}  // namespace

std::string json_of(const YamlValue& value) {
  std::string json;
  switch (value.kind) {
    case YamlKind::null: return "null";
    case YamlKind::scalar: return scalar_json(value);
    case YamlKind::list:
      for (const auto& item : value.items)
        json.append(json.empty() ? "" : ",").append(json_of(item));
      return "[" + json + "]";
    case YamlKind::map: break;
  }
  for (const auto& entry : value.entries) {
    json.append(json.empty() ? "" : ",").append(json_quoted(entry.key));
    json.append(":").append(json_of(entry.value));
  }
  return "{" + json + "}";
}

core::Result<YamlValue> yaml_of(const std::string& json) {
  YamlBuilder builder;
  if (nlohmann::json::sax_parse(json, &builder)) return builder.take();
  return core::invalid("expected JSON: " + builder.mistake());
}

}  // namespace monitor
