#include "api/codec/json_text.hpp"
#include "api/problem.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response to_response(const Problem& problem) {
  nlohmann::ordered_json out = {{"type", "urn:evenkeel:problem:" + problem.kind},
                                {"title", reason_phrase(problem.status)},
                                {"status", problem.status},
                                {"detail", problem.detail}};
  if (!problem.errors.empty()) {
    auto& errors = out["errors"] = nlohmann::ordered_json::array();
    for (const auto& error : problem.errors)
      errors.push_back({{"path", error.path}, {"message", error.message}});
  }
  auto response = json_response(problem.status, json_text(out));
  response.content_type = "application/problem+json";
  response.headers = problem.headers;
  return response;
}

}  // namespace api
