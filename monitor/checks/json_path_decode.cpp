#include "monitor/checks/json_path.hpp"

#include "monitor/checks/shown_text.hpp"

#include <nlohmann/json.hpp>

namespace monitor {
namespace {

using nlohmann::json;

// Text that is nested without end would end our stack, not the parser's.
bool nests_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '[' || c == '{')) {
      if (++depth > json_path_depth_max) return true;
    } else if (!in_string && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

std::string dumped(const json& value) {
  return shown(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

json parsed_or_discarded(std::string_view text) {
  if (nests_too_deep(text)) return json(json::value_t::discarded);
  return json::parse(text, nullptr, false);
}

const json* step_into(const json& from, const std::variant<std::string, std::size_t>& step) {
  if (const auto* name = std::get_if<std::string>(&step)) {
    const auto found = from.is_object() ? from.find(*name) : from.end();
    return found == from.end() ? nullptr : &*found;
  }
  const auto index = std::get<std::size_t>(step);
  return from.is_array() && index < from.size() ? &from[index] : nullptr;
}

std::string shown_json(const json& value) {
  if (value.is_object() && !value.empty()) return "an object";
  if (value.is_array() && !value.empty()) return "a list of " + std::to_string(value.size());
  return dumped(value);
}

// "1, not 2": as short as tells the one from the other.
std::string shown_difference(const json& found, const json& wanted) {
  const auto is_not = [](const std::string& one, const std::string& other) {
    return one == other ? std::string() : one + ", not " + other;
  };
  const auto brief = is_not(shown_json(found), shown_json(wanted));
  const auto whole = brief.empty() ? is_not(dumped(found), dumped(wanted)) : brief;
  return whole.empty() ? shown_json(found) + ", but another one" : whole;
}

}  // namespace

std::optional<std::string> json_problem(std::string_view body, const JsonPath& path,
                                        const std::optional<std::string>& equals) {
  if (nests_too_deep(body))
    return "the body nests deeper than " + std::to_string(json_path_depth_max) +
           " levels, which is not looked at";
  const auto document = parsed_or_discarded(body);
  if (document.is_discarded()) return "the body is no JSON";
  const json* found = &document;
  for (const auto& step : path.steps) {
    found = step_into(*found, step);
    if (found == nullptr) return "the body has no " + shown(path.text);
  }
  if (!equals) return std::nullopt;
  const auto wanted = parsed_or_discarded(*equals);
  if (!wanted.is_discarded() && *found == wanted) return std::nullopt;
  return shown(path.text) + " is " +
         (wanted.is_discarded() ? shown_json(*found) + ", not " + shown(*equals)
                                : shown_difference(*found, wanted));
}

}  // namespace monitor
