#include "compose/project.hpp"

#include "compose/canonical.hpp"
#include "compose/consistency.hpp"
#include "compose/environment.hpp"
#include "compose/go_text.hpp"
#include "compose/normalize.hpp"
#include "compose/unsupported.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace compose {
namespace {

bool is_active(const Value& service, const std::vector<std::string>& profiles) {
  const auto* own = service.find("profiles");
  const auto* list = own == nullptr ? nullptr : own->as_list();
  if (list == nullptr || list->empty()) return true;
  return std::any_of(profiles.begin(), profiles.end(), [&](const std::string& profile) {
    return profile == "*" || std::any_of(list->begin(), list->end(), [&](const Value& item) {
             return go_text(item) == profile;
           });
  });
}

std::set<std::string> active_services(const Value& root, const std::vector<std::string>& profiles) {
  std::set<std::string> names;
  const auto* services = root.find("services");
  if (services == nullptr || services->as_map() == nullptr) return names;
  for (const auto& [name, service] : *services->as_map()) {
    if (is_active(service, profiles)) names.insert(name);
  }
  return names;
}

void take_over_scale(Value& service) {
  auto* deploy = service.find("deploy");
  const auto* scale = service.find("scale");
  if (deploy != nullptr && deploy->as_map() != nullptr && scale != nullptr)
    deploy->as_map()->insert_or_assign("replicas", *scale);
}

std::string sources(const ProjectRequest& request) {
  if (request.canonical) return "the canonical project";
  auto files = request.origin.config_files;
  std::replace(files.begin(), files.end(), std::string("-"), std::string("standard input"));
  return core::join(files, ", ");
}

}  // namespace

core::Result<Loaded> make_project(Value root, const ProjectRequest& request,
                                  const Surroundings& around, Problems& problems) {
  if (!problems.empty()) return problems.error();
  if (root.as_map()->empty()) problems.add({sources(request), "", "empty compose file"});
  if (request.name.empty())
    problems.add({"", "name", "the project has no name; give one with --name or `name:`"});
  if (!problems.empty()) return problems.error();
  normalize(root, request.name, around.environment);
  const auto active = active_services(root, request.profiles);
  check_consistency(root, {active, request.canonical}, problems);
  if (!problems.empty()) return problems.error();
  for (const auto& name : active) {
    auto& service = *root.find("services")->find(name);
    read_service_files(service, Path().key("services").key(name), around, problems);
    take_over_scale(service);
  }
  Loaded loaded = print_and_read(root, request, active, problems);
  if (!problems.empty()) return problems.error();
  loaded.warnings = problems.warnings();
  for (auto& feature : unsupported_features(loaded.spec, root, active)) {
    loaded.unsupported.push_back(feature.text());
    problems.add(std::move(feature));
  }
  return loaded;
}

}  // namespace compose
