#include "agent/config.hpp"

#include "core/text.hpp"
#include "monitor/checks/nearer_codec.hpp"

#include <algorithm>

namespace agent {
namespace {

bool is_pattern(const std::string& name) { return name.find_first_of("*?") != std::string::npos; }

template <class T> void fill(std::optional<T>& into, const std::optional<T>& from) {
  if (!into) into = from;
}

// What `into` does not say is taken from `from`.
void fill(model::PolicyLayer& into, const model::PolicyLayer& from) {
  fill(into.criticality, from.criticality);
  fill(into.heal, from.heal);
  fill(into.allow, from.allow);
  fill(into.kind, from.kind);
  fill(into.depends_on, from.depends_on);
  fill(into.grace, from.grace);
  fill(into.kill_means, from.kill_means);
  fill(into.rollback, from.rollback);
  fill(into.deadline, from.deadline);
  fill(into.stop_timeout, from.stop_timeout);
  fill(into.notes, from.notes);
  for (const auto& [key, json] : from.later) {
    const auto [near, is_new] = into.later.emplace(key, json);
    if (!is_new) near->second = monitor::nearer_first(key, near->second, json);
  }
}

}  // namespace

Config default_config(const core::Places& places) {
  Config config;
  config.state_dir = places.state_dir;
  config.api.listen = {"unix://" + places.socket(), "127.0.0.1:7315"};
  config.api.token_file = places.token_file();
  return config;
}

ConfiguredPolicy configured_policy(const Config& config, const model::DeploymentName& deployment) {
  std::vector<const std::pair<const std::string, DeploymentConfig>*> matching;
  for (const auto& entry : config.deployments) {
    if (core::glob_match(entry.first, deployment)) matching.push_back(&entry);
  }
  std::stable_sort(matching.begin(), matching.end(), [](const auto* a, const auto* b) {
    return std::pair(is_pattern(a->first), b->first.size()) <
           std::pair(is_pattern(b->first), a->first.size());
  });
  ConfiguredPolicy result;
  for (const auto* entry : matching) {
    fill(result.policy, entry->second.policy);
    for (const auto& [service, layer] : entry->second.services)
      fill(result.services[service], layer);
  }
  return result;
}

}  // namespace agent
