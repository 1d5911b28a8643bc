// Reading the engine's JSON: null and absent are alike, what is not asked for is ignored, a wrong
// type reads as absent.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/spec.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

// Errors: corrupt, with the beginning of the text.
core::Result<nlohmann::json> parse_json(std::string_view text, std::string_view what);
core::Result<nlohmann::json> parse_json_object(std::string_view text, std::string_view what);
core::Result<nlohmann::json> parse_json_array(std::string_view text, std::string_view what);

// A null value where there is none; the reference lives as long as `object`.
const nlohmann::json& member(const nlohmann::json& object, const char* key);
std::string text_at(const nlohmann::json& object, const char* key);
std::int64_t number_at(const nlohmann::json& object, const char* key);
bool flag_at(const nlohmann::json& object, const char* key);
core::WallTime time_at(const nlohmann::json& object, const char* key);  // the epoch where it never
                                                                        // was
model::StringMap strings_at(const nlohmann::json& object, const char* key);
std::vector<std::string> list_at(const nlohmann::json& object, const char* key);

}  // namespace docker
