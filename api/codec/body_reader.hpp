// Reads a JSON body strictly: every mistake is collected with its path, an unknown key names the
// nearest known one.
#pragma once

#include "api/problem.hpp"
#include "core/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace api {

constexpr std::size_t json_keys_max = 10'000;  // of one object
constexpr int json_depth_max = 64;             // deeper nesting is refused before it is parsed

// 400 for text that is not one JSON object; an empty body is an empty object.
Expected<nlohmann::ordered_json> parse_object(const std::string& text);

class BodyReader {
 public:
  // `object` and `errors` must outlive the reader.
  BodyReader(const nlohmann::ordered_json& object, std::vector<FieldError>& errors);

  // Absent keys give the empty value. Each call marks its key as known.
  bool has(const char* key);
  std::string text(const char* key);
  bool flag(const char* key);
  std::vector<std::string> texts(const char* key);
  std::map<std::string, std::string> text_map(const char* key);
  std::optional<core::Milliseconds> duration(const char* key);
  const nlohmann::ordered_json* object(const char* key);
  // Reports the keys that nobody asked for.
  void finish();

 private:
  const nlohmann::ordered_json* value(const char* key);
  void wrong(const std::string& key, const std::string& expected);

  const nlohmann::ordered_json& object_;
  std::vector<FieldError>& errors_;
  std::vector<std::string> known_;
};

// 400 with all `errors`.
Problem bad_body(std::vector<FieldError> errors);

}  // namespace api
