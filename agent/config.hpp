// The configuration of the agent: every key of the parts that exist, with its default. CONTRACT
// "Configuration" names them; docs/configuration.md says what each means, and a test holds the two
// against each other.
#pragma once

#include "api/config.hpp"
#include "core/backoff.hpp"
#include "core/clock.hpp"
#include "core/places.hpp"
#include "model/ids.hpp"
#include "model/policy.hpp"
#include "model/remedy.hpp"
#include "monitor/settings.hpp"
#include "notify/settings.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace agent {

struct HostConfig {
  std::string name;  // "" = the hostname
  std::map<std::string, std::string> labels;
  bool operator==(const HostConfig&) const = default;
};

struct LogConfig {
  std::string level = "info";   // trace | debug | info | warning | error
  std::string format = "text";  // text | json
  bool operator==(const LogConfig&) const = default;
};

struct EngineConfig {
  std::string host;  // "" = DOCKER_HOST, else the usual sockets
  core::Milliseconds timeout = std::chrono::seconds(30);
  std::string docker_config;
  bool operator==(const EngineConfig&) const = default;
};

struct ApiConfig {
  std::vector<std::string> listen;  // "unix:///path", "127.0.0.1:7315", "[::1]:7315"; port 0: any
                                    // free one
  std::string group = "evenkeel";
  std::string token_file;
  api::Tls tls;
  api::MetricsListeners metrics;
  bool operator==(const ApiConfig&) const = default;
};

struct ReconcileConfig {
  core::Milliseconds resync = std::chrono::seconds(60);
  std::optional<int> concurrency;  // nullopt = auto
  core::Milliseconds settle = std::chrono::seconds(10), settle_max = std::chrono::minutes(10);
  core::Milliseconds stopped_notice = std::chrono::hours(1);
  core::Milliseconds report_after = std::chrono::minutes(5);
  bool observe_only = false;
  core::BackoffSettings backoff;
  bool operator==(const ReconcileConfig&) const = default;
};

struct HealConfig {
  model::HealMode mode = model::HealMode::automatic;
  int attempts = 3;
  core::Milliseconds attempt_timeout = std::chrono::minutes(2);
  core::Milliseconds stability = std::chrono::minutes(10), recurrence = std::chrono::hours(6);
  core::Milliseconds grace_after_start = std::chrono::seconds(60),
                     grace_after_boot = std::chrono::minutes(5);
  int budget_actions = 20;
  core::Milliseconds budget_per = std::chrono::minutes(10);
  std::vector<std::string> allow = model::default_remedies();
  bool operator==(const HealConfig&) const = default;
};

// An entry of `deployments`: policy for the deployments whose name matches, and what to keep
// applied.
struct DeploymentConfig {
  std::vector<std::string> files;  // absolute; only where the name is no pattern
  model::PolicyLayer policy;
  std::map<model::ServiceName, model::PolicyLayer> services;
  bool operator==(const DeploymentConfig&) const = default;
};

struct StoreConfig {
  core::Milliseconds events = std::chrono::hours(24 * 90);
  long long max_size_bytes = 512LL * 1024 * 1024;
  bool operator==(const StoreConfig&) const = default;
};

struct Config {
  HostConfig host;
  std::string state_dir;
  LogConfig log;
  EngineConfig engine;
  ApiConfig api;
  ReconcileConfig reconcile;
  HealConfig heal;
  std::map<std::string, DeploymentConfig> deployments;  // by name or glob
  monitor::Settings monitor;
  notify::Settings notify;  // with heal.recurrence as its `recurrence`
  StoreConfig store;
  bool operator==(const Config&) const = default;
};

// Every key at its default, with the paths of `places`.
Config default_config(const core::Places& places);

// What `deployments` says about one deployment. The entry of its own name is nearest, then the
// patterns, the longest first; key by key, the nearest that says something wins.
struct ConfiguredPolicy {
  model::PolicyLayer policy;
  std::map<model::ServiceName, model::PolicyLayer> services;
};
ConfiguredPolicy configured_policy(const Config& config, const model::DeploymentName& deployment);

// Every key that is not under `deployments` and its value as it would be written; then what is said
// under `deployments`.
std::map<std::string, std::string> values_of(const Config& config);

}  // namespace agent
