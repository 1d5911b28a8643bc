#include "cli/version_text.hpp"

#include <nlohmann/json.hpp>

namespace cli {

std::string version_lines(const VersionText& version) {
  const auto agent = version.agent.empty() ? "no answer: " + version.problem : version.agent;
  return "evenkeel " + version.client + "\nagent    " + agent + "\n";
}

std::string version_json(const VersionText& version) {
  using Json = nlohmann::ordered_json;
  const Json agent = version.agent.empty() ? Json(nullptr) : Json(version.agent);
  return Json({{"client", version.client}, {"agent", agent}}).dump();
}

}  // namespace cli
