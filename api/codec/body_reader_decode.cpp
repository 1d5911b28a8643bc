#include "api/codec/body_reader.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <set>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t shown_max = 200;

struct TooManyKeys {};

// The parser itself keeps no limit, and printing nested text again would exhaust the stack.
bool too_deep(const std::string& text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > json_depth_max) return true;
  }
  return false;
}

// Watches a parse: a key that comes twice would be taken once, and nobody could say which; and each
// key is compared with all others of its object.
class Keys {
 public:
  bool operator()(int, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event == Json::parse_event_t::key) add(parsed.get_ref<const std::string&>());
    return true;
  }
  std::optional<Problem> refusal;

 private:
  void add(const std::string& key) {
    const bool fresh = open_.back().insert(key).second;
    if (!fresh && !refusal)
      refusal = bad_body({{key.substr(0, shown_max), "this key comes twice in one object"}});
    if (open_.back().size() > json_keys_max) throw TooManyKeys{};
  }

  std::vector<std::set<std::string>> open_;
};

// Spelled out because JSON converts to anything, an error included.
Expected<Json> accepted(Json json) {
  return Expected<Json>(boost::system::in_place_value, std::move(json));
}

}  // namespace

Expected<Json> parse_object(const std::string& text) {
  if (core::trim(text).empty()) return accepted(Json::object());
  if (too_deep(text))
    return problem(400, "The body is nested deeper than " + std::to_string(json_depth_max));
  Keys keys;
  try {
    auto json = Json::parse(text, std::ref(keys));
    if (keys.refusal) return *keys.refusal;
    if (json.is_object()) return accepted(std::move(json));
    return problem(400, "The body must be a JSON object");
  } catch (const TooManyKeys&) {
    return problem(
        400, "An object of the body has more than " + std::to_string(json_keys_max) + " keys");
  } catch (const Json::exception& failure) {
    return problem(400, std::string("The body is not JSON: ") + failure.what());
  }
}

BodyReader::BodyReader(const Json& object, std::vector<FieldError>& errors)
    : object_(object), errors_(errors) {}

const Json* BodyReader::value(const char* key) {
  known_.emplace_back(key);
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void BodyReader::wrong(const std::string& key, const std::string& expected) {
  errors_.push_back({key, "expected " + expected});
}

bool BodyReader::has(const char* key) { return value(key) != nullptr; }

std::string BodyReader::text(const char* key) {
  const auto* found = value(key);
  if (found == nullptr) return "";
  if (found->is_string()) return found->get<std::string>();
  wrong(key, "text");
  return "";
}

bool BodyReader::flag(const char* key) {
  const auto* found = value(key);
  if (found == nullptr) return false;
  if (found->is_boolean()) return found->get<bool>();
  wrong(key, "true or false");
  return false;
}

std::vector<std::string> BodyReader::texts(const char* key) {
  const auto* found = value(key);
  std::vector<std::string> out;
  if (found == nullptr) return out;
  if (!found->is_array()) {
    wrong(key, "a list of text");
    return out;
  }
  for (std::size_t i = 0; i < found->size(); ++i) {
    if ((*found)[i].is_string())
      out.push_back((*found)[i].get<std::string>());
    else
      wrong(std::string(key) + "[" + std::to_string(i) + "]", "text");
  }
  return out;
}

std::map<std::string, std::string> BodyReader::text_map(const char* key) {
  const auto* found = value(key);
  std::map<std::string, std::string> out;
  if (found == nullptr) return out;
  if (!found->is_object()) {
    wrong(key, "an object of text");
    return out;
  }
  for (const auto& [name, entry] : found->items()) {
    if (entry.is_string())
      out.emplace(name, entry.get<std::string>());
    else
      wrong(std::string(key) + "." + name, "text");
  }
  return out;
}

std::optional<core::Milliseconds> BodyReader::duration(const char* key) {
  const auto* found = value(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_string()) {
    wrong(key, "a duration such as \"30m\"");
    return std::nullopt;
  }
  const auto parsed = core::parse_duration(found->get<std::string>());
  if (parsed) return *parsed;
  errors_.push_back({key, parsed.error().what});
  return std::nullopt;
}

const Json* BodyReader::object(const char* key) {
  const auto* found = value(key);
  if (found == nullptr || found->is_object()) return found;
  wrong(key, "an object");
  return nullptr;
}

void BodyReader::finish() {
  for (const auto& [key, entry] : object_.items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    const auto near = core::nearest(key, known_);
    errors_.push_back(
        {key, near.empty() ? "unknown key" : "unknown key, did you mean " + near + "?"});
  }
}

Problem bad_body(std::vector<FieldError> errors) {
  std::string detail = "The body is not as expected:";
  for (const auto& error : errors)
    detail += " " + (error.path.empty() ? "" : error.path + ": ") + error.message + ";";
  detail.pop_back();
  return problem(400, std::move(detail), std::move(errors));
}

}  // namespace api
