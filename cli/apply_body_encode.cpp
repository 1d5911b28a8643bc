#include "cli/apply_body.hpp"

#include <nlohmann/json.hpp>

namespace cli {

std::string apply_body(const model::Spec& spec, const std::string& reason) {
  using Json = nlohmann::ordered_json;
  Json body = {
      {"project", Json::parse(spec.canonical_json)},
      {"source",
       {{"kind", "compose"}, {"files", spec.config_files}, {"directory", spec.working_dir}}}};
  if (!spec.environment_files.empty()) body["source"]["env_files"] = spec.environment_files;
  if (!reason.empty()) body["reason"] = reason;
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cli
