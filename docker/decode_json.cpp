#include "docker/decode_json.hpp"

#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

namespace docker {
namespace {

using nlohmann::json;

core::Error not_json(std::string_view text, std::string_view what) {
  constexpr std::size_t shown_max = 80;
  return {core::Errc::corrupt, "the engine's answer is not " + std::string(what) + ": " +
                                   std::string(text.substr(0, shown_max))};
}

core::Result<json> value_of(json value) {
  return core::Result<json>(boost::system::in_place_value, std::move(value));
}

const json& nothing() {
  static const json null;
  return null;
}

}  // namespace

core::Result<json> parse_json(std::string_view text, std::string_view what) {
  auto parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded()) return not_json(text, what);
  return value_of(std::move(parsed));
}

core::Result<json> parse_json_object(std::string_view text, std::string_view what) {
  auto parsed = parse_json(text, what);
  if (parsed && !parsed->is_object()) return not_json(text, what);
  return parsed;
}

core::Result<json> parse_json_array(std::string_view text, std::string_view what) {
  auto parsed = parse_json(text, what);
  if (parsed && parsed->is_null()) return value_of(json::array());
  if (parsed && !parsed->is_array()) return not_json(text, what);
  return parsed;
}

const json& member(const json& object, const char* key) {
  if (!object.is_object()) return nothing();
  const auto found = object.find(key);
  return found == object.end() ? nothing() : *found;
}

std::string text_at(const json& object, const char* key) {
  const auto& value = member(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::int64_t number_at(const json& object, const char* key) {
  const auto& value = member(object, key);
  return value.is_number() ? value.get<std::int64_t>() : 0;
}

bool flag_at(const json& object, const char* key) {
  const auto& value = member(object, key);
  return value.is_boolean() && value.get<bool>();
}

core::WallTime time_at(const json& object, const char* key) {
  const auto time = core::parse_rfc3339(text_at(object, key));
  return time ? *time : core::WallTime{};
}

model::StringMap strings_at(const json& object, const char* key) {
  model::StringMap strings;
  const auto& value = member(object, key);
  if (!value.is_object()) return strings;
  for (const auto& [name, text] : value.items()) {
    if (text.is_string()) strings.emplace(name, text.get<std::string>());
  }
  return strings;
}

std::vector<std::string> list_at(const json& object, const char* key) {
  std::vector<std::string> list;
  const auto& value = member(object, key);
  if (!value.is_array()) return list;
  for (const auto& entry : value) {
    if (entry.is_string()) list.push_back(entry.get<std::string>());
  }
  return list;
}

}  // namespace docker
