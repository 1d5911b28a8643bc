#include "api/policy_errors.hpp"

namespace api {
namespace {

void add_errors(std::vector<FieldError>& out, const std::string& section, const std::string& prefix,
                const model::PolicyLayer& layer, const JudgePolicy& judge) {
  if (layer.later.empty()) return;
  for (auto& error : judge(layer)) {
    const auto below = error.path.empty() ? "" : "." + prefix + error.path;
    out.push_back({section + below, std::move(error.message)});
  }
}

}  // namespace

std::vector<FieldError> policy_errors(const model::Spec& spec, const JudgePolicy& judge) {
  std::vector<FieldError> out;
  if (!judge) return out;
  add_errors(out, "x-evenkeel", "", spec.from_deployment, judge);
  for (const auto& [name, service] : spec.services) {
    const auto path = "services." + name;
    add_errors(out, path + ".labels", "evenkeel.", service.from_labels, judge);
    add_errors(out, path + ".x-evenkeel", "", service.from_service, judge);
  }
  return out;
}

}  // namespace api
