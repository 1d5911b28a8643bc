#include "model/observation.hpp"

#include <charconv>

namespace model {
namespace {

std::string label(const StringMap& labels, const char* key) {
  const auto found = labels.find(key);
  return found == labels.end() ? std::string() : found->second;
}

}  // namespace

DeploymentName Container::project() const { return label(labels, "com.docker.compose.project"); }

ServiceName Container::service() const { return label(labels, "com.docker.compose.service"); }

int Container::number() const {
  const auto text = label(labels, "com.docker.compose.container-number");
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool Container::oneoff() const { return label(labels, "com.docker.compose.oneoff") == "True"; }

std::string Container::config_hash() const {
  return label(labels, "com.docker.compose.config-hash");
}

DeploymentName SeenNetwork::project() const { return label(labels, "com.docker.compose.project"); }

std::string SeenNetwork::config_hash() const {
  return label(labels, "com.docker.compose.config-hash");
}

DeploymentName SeenVolume::project() const { return label(labels, "com.docker.compose.project"); }

std::string SeenVolume::config_hash() const {
  return label(labels, "com.docker.compose.config-hash");
}

std::string_view name_of(ContainerState state) {
  switch (state) {
    case ContainerState::created: return "created";
    case ContainerState::running: return "running";
    case ContainerState::paused: return "paused";
    case ContainerState::restarting: return "restarting";
    case ContainerState::removing: return "removing";
    case ContainerState::exited: return "exited";
    case ContainerState::dead: return "dead";
  }
  return "dead";
}

std::string_view name_of(Health health) {
  switch (health) {
    case Health::none: return "none";
    case Health::starting: return "starting";
    case Health::healthy: return "healthy";
    case Health::unhealthy: return "unhealthy";
  }
  return "none";
}

std::string_view name_of(RestartMode mode) {
  switch (mode) {
    case RestartMode::no: return "no";
    case RestartMode::on_failure: return "on-failure";
    case RestartMode::unless_stopped: return "unless-stopped";
    case RestartMode::always: return "always";
  }
  return "no";
}

}  // namespace model
