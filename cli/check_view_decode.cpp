#include "cli/check_view.hpp"
#include "cli/json_member.hpp"

#include <nlohmann/json.hpp>

namespace cli {

CheckText decode_check(const std::string& text_of_json) {
  const auto json = nlohmann::ordered_json::parse(text_of_json, nullptr, false);
  const auto& last = at(json, "last");
  CheckText out;
  out.id = text(json, "id");
  out.type = text(json, "type");
  out.state = text(json, "state");
  out.since = text(json, "since");
  out.verdict = text(last, "verdict");
  out.text = text(last, "text");
  out.failures = number(json, "failures");
  out.fall = number(json, "fall");
  return out;
}

}  // namespace cli
