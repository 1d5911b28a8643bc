#include "api/codec/json_text.hpp"
#include "api/codec/plan_text.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response plan_response(const std::string& text) {
  auto lines = nlohmann::ordered_json::array();
  for (const auto& line : core::split(text, '\n')) {
    if (!line.empty()) lines.push_back(line);
  }
  return json_response(200, json_text({{"plan", std::move(lines)}, {"text", text}}));
}

}  // namespace api
