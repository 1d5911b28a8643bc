// Scenes for the planner in one line: what should be, what is seen, what is remembered. By default
// all is well: networks and images of the spec are there, intents are running, containers have
// their record, nothing failed.
#pragma once

#include "reconcile/plan.hpp"
#include "reconcile/plan_text.hpp"
#include "support/noon.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace support {

using namespace std::chrono_literals;

using Service = std::function<void(model::Service&)>;
using Container = std::function<void(model::Container&)>;

class SceneBuilder {
 public:
  explicit SceneBuilder(std::string name = "shop", model::GenerationNumber generation = 1);

  // Adds a service with image `<name>:1`, network `default`, and a config-hash of its own.
  SceneBuilder& service(const std::string& name, const std::vector<Service>& changes = {});
  // Adds a running container of it, made at the current generation.
  SceneBuilder& container(const std::string& service, const std::vector<Container>& changes = {},
                          int number = 1);
  // The same for each of several services.
  SceneBuilder& running(const std::vector<std::string>& services);
  SceneBuilder& stopped(const std::string& service,
                        model::StopProof proof = model::StopProof::deliberate);
  SceneBuilder& completed(const std::string& service);
  SceneBuilder& held(const std::string& service, core::Milliseconds for_time = 30min);
  SceneBuilder& no_network(const std::string& key = "default");
  SceneBuilder& no_image(const std::string& reference);
  SceneBuilder& volume(const std::string& key, bool there = true, bool external = false);
  SceneBuilder& external_network(const std::string& key, bool there);
  // The spec goes on to the next generation; containers keep their records.
  SceneBuilder& next_generation();
  // Gives the network another definition than the one it was made from by an earlier generation;
  // `strangers` run on it too.
  SceneBuilder& redefined(const std::string& key = "default",
                          const model::StringMap& strangers = {});
  // Gives the service another config-hash, as an apply of a changed file does.
  SceneBuilder& changed(const std::string& service);
  SceneBuilder& with(const std::function<void(SceneBuilder&)>& change);
  SceneBuilder& later(core::Milliseconds by);
  // Death `times` in a row of the service's first container, the last one `ago`.
  SceneBuilder& died(const std::string& service, int times, core::Milliseconds ago,
                     int exit_code = 1);
  SceneBuilder& failed(const std::string& service, int times, core::Milliseconds ago,
                       model::FaultKind kind, model::FaultClass klass);

  model::Container& of(const std::string& service, int number = 1);
  model::Plan plan() const;
  std::string text() const;        // the steps
  std::string whole_text() const;  // and what they do not settle, without times
  model::ServiceVerdict verdict(const std::string& service) const;
  std::string says(const std::string& service) const;  // "waiting: waits for db (healthy)"
  reconcile::Scene scene() const;

  // Open to tests.
  model::Spec spec;
  model::Deployment deployment;
  model::Observation seen;
  reconcile::Memory memory;
  reconcile::Settings settings;
  core::Instant now = noon;
  std::vector<model::Hold> holds;
  std::function<void(reconcile::Scene&)> adjust;

 private:
  mutable model::Deployment built_;
};

std::string id_of(const std::string& service, int number = 1);  // 64 hex digits, the same for the
                                                                // same words

// Changes of services.
Service needs(std::string on,
              model::DependencyCondition condition = model::DependencyCondition::started);
Service needs_if_there(std::string on,
                       model::DependencyCondition condition = model::DependencyCondition::started);
Service restarted_with(std::string on);
Service scaled(int replicas);
Service with_check();
Service policy_written(model::RestartMode mode, int retries = 0);
Service kind(model::ServiceKind kind);
Service sharing_network_of(std::string parent);
Service using_volume(std::string key);
Service pulled(std::string policy);
Service built(std::string context);
Service healed(model::HealMode mode);
Service published(std::string port);

// Changes of containers.
Container exited(int code, core::Milliseconds ago = 1min);
Container created();
Container failed_start(std::string error);
Container in_state(model::ContainerState state);
Container in_health(model::Health health);
Container failing_check(std::string why);
Container up_for(core::Milliseconds age);
Container under(model::RestartMode mode, int retries = 0);
Container named(std::string name);
Container of_hash(std::string hash);
Container with_id(std::string id);
Container on_network(std::string name, std::string id);
Container sharing(std::string id);
Container publishing(std::string port);
Container of_image(std::string id);

}  // namespace support
