#include "cli/json_member.hpp"

#include <nlohmann/json.hpp>

namespace cli {

const nlohmann::ordered_json& at(const nlohmann::ordered_json& json, const char* key) {
  static const nlohmann::ordered_json nothing;
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() ? *found : nothing;
}

std::string text(const nlohmann::ordered_json& json, const char* key) {
  const auto& value = at(json, key);
  return value.is_string() ? value.get<std::string>() : "";
}

long long number(const nlohmann::ordered_json& json, const char* key) {
  const auto& value = at(json, key);
  return value.is_number_integer() ? value.get<long long>() : 0;
}

}  // namespace cli
