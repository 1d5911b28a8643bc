// Small readers for the canonical JSON, whose shape is known: what is absent keeps the default.
#pragma once

#include "core/clock.hpp"
#include "model/spec.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace compose::decoding {

using Json = nlohmann::json;

std::string text(const Json& json, const char* key);
bool flag(const Json& json, const char* key);
std::int64_t number(const Json& json, const char* key);
double real(const Json& json, const char* key);
// A size: printed as text.
std::int64_t bytes(const Json& json, const char* key);
std::vector<std::string> texts(const Json& json, const char* key);
model::StringMap map(const Json& json, const char* key);
std::map<std::string, std::optional<std::string>> variables(const Json& json, const char* key);
std::optional<core::Milliseconds> duration(const Json& json, const char* key);
// An empty object where the key is absent or null.
const Json& section(const Json& json, const char* key);

// The items of a list, none where there is no list.
void each(const Json& json, const char* key, const std::function<void(const Json& item)>& use);

template <class Entry, class Decode>
std::vector<Entry> list(const Json& json, const char* key, Decode decode) {
  std::vector<Entry> out;
  each(json, key, [&](const Json& item) { out.push_back(decode(item)); });
  return out;
}

}  // namespace compose::decoding
