#include "support/scene_builder.hpp"

namespace support {

Service needs(std::string on, model::DependencyCondition condition) {
  return [=](model::Service& one) { one.depends_on[on] = {.condition = condition}; };
}
Service needs_if_there(std::string on, model::DependencyCondition condition) {
  return [=](model::Service& one) {
    one.depends_on[on] = {.condition = condition, .required = false};
  };
}
Service restarted_with(std::string on) {
  return [=](model::Service& one) { one.depends_on[on] = {.restart = true}; };
}
Service scaled(int replicas) {
  return [=](model::Service& one) { one.scale = replicas; };
}
Service with_check() {
  return [](model::Service& one) { one.healthcheck = model::Healthcheck{.test = {"CMD", "true"}}; };
}
Service policy_written(model::RestartMode mode, int retries) {
  return [=](model::Service& one) { one.restart = {mode, retries}; };
}
Service kind(model::ServiceKind kind) {
  return [=](model::Service& one) { one.from_service.kind = kind; };
}
Service sharing_network_of(std::string parent) {
  return [=](model::Service& one) {
    one.network_mode = "service:" + parent;
    one.networks.clear();
    one.depends_on[parent] = {.implied = true};
  };
}
Service using_volume(std::string key) {
  return [=](model::Service& one) {
    one.volumes.push_back(model::Mount{.source = key, .target = "/data"});
  };
}
Service pulled(std::string policy) {
  return [=](model::Service& one) { one.pull_policy = policy; };
}
Service built(std::string context) {
  return [=](model::Service& one) {
    one.build = model::Build{.context = context};
    one.image.clear();
  };
}
Service healed(model::HealMode mode) {
  return [=](model::Service& one) { one.from_service.heal = mode; };
}
Service published(std::string port) {
  return [=](model::Service& one) {
    one.ports.push_back(model::Port{.target = 80, .published = port});
  };
}

Container exited(int code, core::Milliseconds ago) {
  return [=](model::Container& one) {
    one.state = model::ContainerState::exited;
    one.exit_code = code;
    one.finished_at = noon.wall - ago;
  };
}
Container created() {
  return [](model::Container& one) {
    one.state = model::ContainerState::created;
    one.started_at = {};
    for (auto& attached : one.networks) attached.network_id.clear();
  };
}
Container failed_start(std::string error) {
  return [=](model::Container& one) {
    created()(one);
    one.error = error;
    one.exit_code = 128;
  };
}
Container in_state(model::ContainerState state) {
  return [=](model::Container& one) { one.state = state; };
}
Container in_health(model::Health health) {
  return [=](model::Container& one) { one.health = health; };
}
Container failing_check(std::string why) {
  return [=](model::Container& one) { one.check_failure = why; };
}
Container up_for(core::Milliseconds age) {
  return [=](model::Container& one) { one.started_at = noon.wall - age; };
}
Container under(model::RestartMode mode, int retries) {
  return [=](model::Container& one) { one.restart_policy = {mode, retries}; };
}
Container named(std::string name) {
  return [=](model::Container& one) { one.name = name; };
}
Container of_hash(std::string hash) {
  return [=](model::Container& one) { one.labels["com.docker.compose.config-hash"] = hash; };
}
Container with_id(std::string id) {
  return [=](model::Container& one) { one.id = id; };
}
Container on_network(std::string name, std::string id) {
  return [=](model::Container& one) { one.networks = {{name, id, {}, ""}}; };
}
Container sharing(std::string id) {
  return [=](model::Container& one) {
    one.network_mode = "container:" + id;
    one.networks.clear();
  };
}
Container publishing(std::string port) {
  return [=](model::Container& one) { one.ports.push_back({"", port, "tcp"}); };
}
Container of_image(std::string id) {
  return [=](model::Container& one) { one.image_id = id; };
}

}  // namespace support
