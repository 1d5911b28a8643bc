#include "support/scene_builder.hpp"

#include <algorithm>
#include <cstdint>

namespace support {
namespace {

const std::string project_label = "com.docker.compose.project";

std::string hex64(const std::string& words) {
  std::uint64_t hash = 1469598103934665603ULL;
  std::string text;
  while (text.size() < 64) {
    for (const char c : words) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash ^= hash >> 29;
    for (int i = 0; i < 16; ++i) text += "0123456789abcdef"[(hash >> (4 * i)) & 15];
  }
  return text;
}

}  // namespace

std::string id_of(const std::string& service, int number) {
  return hex64(service + "#" + std::to_string(number));
}

SceneBuilder::SceneBuilder(std::string name, model::GenerationNumber generation) {
  spec.name = name;
  deployment.name = name;
  deployment.current.number = generation;
  spec.networks["default"] = model::Network{.key = "default", .name = name + "_default"};
  seen.networks.push_back({"net-1", name + "_default", {{project_label, name}}});
  seen.at = now;
}

SceneBuilder& SceneBuilder::service(const std::string& name, const std::vector<Service>& changes) {
  auto& service = spec.services[name];
  service.name = name;
  service.image = name + ":1";
  service.config_hash = "hash of " + name;
  service.networks["default"] = {};
  for (const auto& change : changes) change(service);
  if (!service.image.empty())
    seen.images[service.image] = {
        .id = "sha256:" + service.image, .architecture = "amd64", .os = "linux"};
  return *this;
}

SceneBuilder& SceneBuilder::container(const std::string& service,
                                      const std::vector<Container>& changes, int number) {
  const auto& wanted = spec.services.at(service);
  model::Container one;
  one.id = id_of(service, number);
  one.name = spec.name + "-" + service + "-" + std::to_string(number);
  one.image = wanted.image;
  one.image_id = "sha256:" + wanted.image;
  one.labels = {{project_label, spec.name},
                {"com.docker.compose.service", service},
                {"com.docker.compose.container-number", std::to_string(number)},
                {"com.docker.compose.oneoff", "False"},
                {"com.docker.compose.config-hash", wanted.config_hash}};
  one.state = model::ContainerState::running;
  one.created_at = now.wall - 2h;
  one.started_at = now.wall - 1h;
  one.restart_policy = wanted.restart;
  one.network_mode = spec.name + "_default";
  one.networks.push_back({spec.name + "_default", "net-1", {}, ""});
  for (const auto& change : changes) change(one);
  deployment.containers[one.id] = {one.id, service, deployment.current.number, "engine 1"};
  seen.containers.push_back(std::move(one));
  return *this;
}

SceneBuilder& SceneBuilder::running(const std::vector<std::string>& services) {
  for (const auto& name : services) container(name);
  return *this;
}

SceneBuilder& SceneBuilder::stopped(const std::string& service, model::StopProof proof) {
  const bool by_verb = proof == model::StopProof::deliberate;
  deployment.intents[service] = {model::IntentState::stopped,
                                 by_verb ? model::SetBy::api : model::SetBy::engine,
                                 by_verb ? "anna (uid 1000)" : "an engine client",
                                 "",
                                 noon.wall - 24h,
                                 proof};
  return *this;
}

SceneBuilder& SceneBuilder::completed(const std::string& service) {
  deployment.facts[service].completed =
      model::Completed{id_of(service), deployment.current.number, now.wall - 1h, 0};
  return *this;
}

SceneBuilder& SceneBuilder::held(const std::string& service, core::Milliseconds for_time) {
  holds.push_back(
      {1, spec.name, service, "anna (uid 1000)", "moving disks", now.wall, now.wall + for_time});
  return *this;
}

SceneBuilder& SceneBuilder::no_network(const std::string& key) {
  const auto name = spec.networks.at(key).name;
  std::erase_if(seen.networks, [&](const auto& one) { return one.name == name; });
  return *this;
}

SceneBuilder& SceneBuilder::no_image(const std::string& reference) {
  seen.images.erase(reference);
  return *this;
}

SceneBuilder& SceneBuilder::volume(const std::string& key, bool there, bool external) {
  const auto name = external ? key : spec.name + "_" + key;
  spec.volumes[key] = model::Volume{.key = key, .name = name, .external = external};
  if (there) seen.volumes.push_back({name, {{project_label, spec.name}}});
  return *this;
}

SceneBuilder& SceneBuilder::external_network(const std::string& key, bool there) {
  spec.networks[key] = model::Network{.key = key, .name = key, .external = true};
  if (there) seen.networks.push_back({"net-" + key, key, {}});
  return *this;
}

SceneBuilder& SceneBuilder::next_generation() {
  ++deployment.current.number;
  return *this;
}

SceneBuilder& SceneBuilder::redefined(const std::string& key, const model::StringMap& strangers) {
  auto& network = spec.networks.at(key);
  network.config_hash = "new hash of " + key;
  for (auto& one : seen.networks) {
    if (one.name != network.name) continue;
    one.labels["com.docker.compose.config-hash"] = "old hash of " + key;
    one.attached = strangers;
  }
  return *this;
}

SceneBuilder& SceneBuilder::changed(const std::string& service) {
  spec.services.at(service).config_hash += " changed";
  return *this;
}

SceneBuilder& SceneBuilder::with(const std::function<void(SceneBuilder&)>& change) {
  change(*this);
  return *this;
}

SceneBuilder& SceneBuilder::later(core::Milliseconds by) {
  now = now + by;
  seen.at = now;
  return *this;
}

SceneBuilder& SceneBuilder::died(const std::string& service, int times, core::Milliseconds ago,
                                 int exit_code) {
  auto& one = memory.services[service].containers[of(service).id];
  one.deaths = times;
  one.last_death = now.mono - ago;
  one.last_exit_code = exit_code;
  return *this;
}

SceneBuilder& SceneBuilder::failed(const std::string& service, int times, core::Milliseconds ago,
                                   model::FaultKind kind, model::FaultClass klass) {
  const model::Fault fault{kind, klass, 500, "the engine refused",
                           "starting " + spec.name + "-" + service + "-1"};
  for (int i = 0; i < times; ++i) {
    reconcile::note_attempt_failed(memory.services[service], fault, settings.attempts,
                                   {now.wall - ago, now.mono - ago});
  }
  return *this;
}

model::Container& SceneBuilder::of(const std::string& service, int number) {
  return *std::find_if(seen.containers.begin(), seen.containers.end(), [&](const auto& one) {
    return one.service() == service && one.number() == number;
  });
}

reconcile::Scene SceneBuilder::scene() const {
  built_ = deployment;
  built_.current.spec = std::make_shared<const model::Spec>(spec);
  reconcile::Scene scene{.deployment = built_,
                         .observation = seen,
                         .memory = memory,
                         .settings = settings,
                         .now = now};
  scene.holds = holds;
  if (adjust) adjust(scene);
  return scene;
}

model::Plan SceneBuilder::plan() const { return reconcile::plan(scene()); }

std::string SceneBuilder::text() const { return reconcile::steps_text(plan(), spec); }

std::string SceneBuilder::whole_text() const { return reconcile::plan_text(plan(), spec); }

model::ServiceVerdict SceneBuilder::verdict(const std::string& service) const {
  for (auto& verdict : plan().services) {
    if (verdict.service == service) return verdict;
  }
  return {};
}

std::string SceneBuilder::says(const std::string& service) const {
  const auto said = verdict(service);
  const auto phase = std::string(model::name_of(said.phase));
  return said.why.empty() ? phase : phase + ": " + said.why;
}

}  // namespace support
