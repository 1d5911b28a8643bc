#include "api/codec/json_text.hpp"
#include "api/codec/plan_text.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response plan_response(const std::string& text, const std::vector<std::string>& warnings) {
  auto lines = nlohmann::ordered_json::array();
  for (const auto& line : core::split(text, '\n')) {
    if (!line.empty()) lines.push_back(line);
  }
  nlohmann::ordered_json out = {{"plan", std::move(lines)}, {"text", text}};
  if (!warnings.empty()) out["warnings"] = warnings;
  return json_response(200, json_text(out));
}

}  // namespace api
