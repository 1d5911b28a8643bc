#include "compose/consistency.hpp"

#include "compose/consistency_service.hpp"
#include "compose/consistency_values.hpp"
#include "compose/go_text.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace compose {
namespace {

// A service of a cycle, "" where there is none.
class CycleSearch {
 public:
  CycleSearch(const Value& root, const std::set<std::string>& enabled)
      : root_(root), enabled_(enabled) {}

  std::string find() {
    for (const auto& name : enabled_) {
      std::vector<std::string> trail;
      if (const auto cycle = visit(name, trail); !cycle.empty()) return cycle;
    }
    return "";
  }

 private:
  std::string visit(const std::string& name, std::vector<std::string>& trail) {
    const auto known = std::find(trail.begin(), trail.end(), name);
    if (known != trail.end()) return core::join({known, trail.end()}, " -> ") + " -> " + name;
    if (done_.count(name) > 0 || enabled_.count(name) == 0) return "";
    trail.push_back(name);
    for (const auto& [other, unused] : entries(at(root_, {"services", name, "depends_on"}))) {
      if (const auto cycle = visit(other, trail); !cycle.empty()) return cycle;
    }
    trail.pop_back();
    done_.insert(name);
    return "";
  }

  const Value& root_;
  const std::set<std::string>& enabled_;
  std::set<std::string> done_;
};

void check_container_names(const Value& root, const std::set<std::string>& enabled,
                           Problems& problems) {
  std::map<std::string, std::string> owners;
  for (const auto& name : enabled) {
    const auto* written = root.find("services")->find(name)->find("container_name");
    if (written == nullptr || written->as_text() == nullptr) continue;
    const auto [owner, fresh] = owners.emplace(*written->as_text(), name);
    const auto path = Path().key("services").key(name).key("container_name");
    if (!fresh)
      problems.add(written->position(), path,
                   "`" + *written->as_text() + "` is the container of service `" + owner->second +
                       "` already");
  }
}

void check_secrets(const Value& root, Problems& problems) {
  for (const auto& [name, secret] : entries(root.find("secrets"))) {
    const auto* external = secret.find("external");
    if (external != nullptr && go_text(*external) == "true") continue;
    if (secret.text_at("file").empty() && secret.text_at("environment").empty()) {
      problems.add(secret.position(), Path().key("secrets").key(name),
                   "must declare either `file` or `environment`");
    }
  }
}

}  // namespace

void check_consistency(const Value& root, const Enabled& enabled, Problems& problems) {
  if (enabled.names.size() > services_max)
    return problems.add(root.find("services")->position(), Path().key("services"),
                        "more than " + std::to_string(services_max) + " services");
  for (const auto& name : enabled.names) check_service(root, enabled, name, problems);
  check_container_names(root, enabled.names, problems);
  check_secrets(root, problems);
  const auto cycle = CycleSearch(root, enabled.names).find();
  if (!cycle.empty())
    problems.add({}, Path().key("services"), "depends_on makes a circle: " + cycle);
}

}  // namespace compose
