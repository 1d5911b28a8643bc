#include "cli/silence_body.hpp"

#include <nlohmann/json.hpp>

namespace cli {

std::string silence_body(const SilenceRequest& request) {
  using Json = nlohmann::ordered_json;
  Json out = Json::object();
  out["match"] = request.match;
  if (!request.lasting.empty()) out["for"] = request.lasting;
  if (!request.until.empty()) out["ends_at"] = request.until;
  if (!request.starts.empty()) out["starts_at"] = request.starts;
  if (!request.comment.empty()) out["comment"] = request.comment;
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cli
