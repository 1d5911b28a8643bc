// Members of the API's JSON, whatever it is. For *_decode.cpp.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace cli {

// Null where `json` is no object or has no such member.
const nlohmann::ordered_json& at(const nlohmann::ordered_json& json, const char* key);
// "" where the member is no text.
std::string text(const nlohmann::ordered_json& json, const char* key);
// 0 where the member is no whole number.
long long number(const nlohmann::ordered_json& json, const char* key);

}  // namespace cli
