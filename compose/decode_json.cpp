#include "compose/decode_json.hpp"

#include "compose/short_units.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace compose::decoding {

std::string text(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at == json.end() || !at->is_string() ? "" : at->get<std::string>();
}

bool flag(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_boolean() && at->get<bool>();
}

std::int64_t number(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at == json.end() || !at->is_number() ? 0 : at->get<std::int64_t>();
}

double real(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at == json.end() || !at->is_number() ? 0 : at->get<double>();
}

std::int64_t bytes(const Json& json, const char* key) {
  return std::strtoll(text(json, key).c_str(), nullptr, 10);
}

std::vector<std::string> texts(const Json& json, const char* key) {
  return list<std::string>(json, key, [](const Json& item) { return item.get<std::string>(); });
}

model::StringMap map(const Json& json, const char* key) {
  model::StringMap out;
  for (const auto& [name, value] : section(json, key).items())
    out.emplace(name, value.is_string() ? value.get<std::string>() : "");
  return out;
}

std::map<std::string, std::optional<std::string>> variables(const Json& json, const char* key) {
  std::map<std::string, std::optional<std::string>> out;
  for (const auto& [name, value] : section(json, key).items()) {
    out.emplace(name, value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt);
  }
  return out;
}

std::optional<core::Milliseconds> duration(const Json& json, const char* key) {
  const auto written = text(json, key);
  if (written.empty()) return std::nullopt;
  const auto parsed = parse_go_duration(written);
  if (!parsed) return std::nullopt;
  return std::chrono::duration_cast<core::Milliseconds>(*parsed);
}

void each(const Json& json, const char* key, const std::function<void(const Json& item)>& use) {
  const auto at = json.find(key);
  if (at == json.end() || !at->is_array()) return;
  for (const auto& item : *at) use(item);
}

const Json& section(const Json& json, const char* key) {
  static const Json nothing = Json::object();
  const auto at = json.find(key);
  return at == json.end() || !at->is_object() ? nothing : *at;
}

}  // namespace compose::decoding
