#include "cli/check_view.hpp"

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using Json = nlohmann::json;

const Json& member(const Json& json, const char* key) {
  static const Json nothing;
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() ? *found : nothing;
}

std::string text_of_member(const Json& json, const char* key) {
  const auto& value = member(json, key);
  return value.is_string() ? value.get<std::string>() : "";
}

long long number_of_member(const Json& json, const char* key) {
  const auto& value = member(json, key);
  return value.is_number_integer() ? value.get<long long>() : 0;
}

}  // namespace

CheckText decode_check(const std::string& text) {
  const auto json = Json::parse(text, nullptr, false);
  const auto& last = member(json, "last");
  CheckText out;
  out.id = text_of_member(json, "id");
  out.type = text_of_member(json, "type");
  out.state = text_of_member(json, "state");
  out.since = text_of_member(json, "since");
  out.next_at = text_of_member(json, "next_at");
  out.verdict = text_of_member(last, "verdict");
  out.text = text_of_member(last, "text");
  out.failures = number_of_member(json, "failures");
  out.fall = number_of_member(json, "fall");
  return out;
}

}  // namespace cli
