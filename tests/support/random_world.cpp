#include "support/random_world.hpp"

#include <algorithm>

namespace support {
namespace {

using model::ContainerState;
using model::DependencyCondition;

std::string port(int i) { return std::to_string(8000 + i); }

std::vector<Service> random_service(Dice& dice, int index) {
  std::vector<Service> changes;
  const bool job = dice.chance(15);
  if (job) changes.push_back(kind(model::ServiceKind::job));
  if (!job && dice.chance(40)) changes.push_back(with_check());
  if (!job && dice.chance(25)) changes.push_back(scaled(2));
  if (dice.chance(20)) changes.push_back(using_volume("data"));
  const bool shares = index > 0 && dice.chance(15);
  for (int on = 0; on < index; ++on) {
    if (dice.chance(35))
      changes.push_back(dice.chance(50) ? needs(name(on))
                                        : needs(name(on), DependencyCondition::healthy));
    if (dice.chance(10)) changes.push_back(needs_if_there(name(on)));
    if (dice.chance(10)) changes.push_back(restarted_with(name(on)));
  }
  if (shares) changes.push_back(sharing_network_of(name(dice.below(index))));
  changes.push_back([port = port(index), publishes = dice.chance(50)](auto& one) {
    if (publishes && one.scale == 1 && one.network_mode.empty()) published(port)(one);
  });
  return changes;
}

void make_job_gates_true(SceneBuilder& world) {
  for (auto& [service, one] : world.spec.services) {
    for (auto& [on, dependency] : one.depends_on) {
      if (world.spec.services.at(on).from_service.kind == model::ServiceKind::job)
        dependency.condition = DependencyCondition::completed;
    }
    // Only what runs for good can lend its namespace.
    const auto parent = one.network_mode.empty() ? std::string() : one.network_mode.substr(8);
    if (!parent.empty())
      world.spec.services.at(parent).from_service.kind = {},
      world.spec.services.at(parent).scale = 1;
  }
  for (auto& [service, one] : world.spec.services) {
    for (auto& [on, dependency] : one.depends_on) {
      const bool job = world.spec.services.at(on).from_service.kind == model::ServiceKind::job;
      if (!job && dependency.condition == DependencyCondition::completed)
        dependency.condition = DependencyCondition::started;
    }
  }
}

// No two that run have the same, whatever their service is to have.
Container with_ports(const SceneBuilder& world, Dice& dice, const std::string& service) {
  const auto any = port(dice.below(static_cast<int>(world.spec.services.size())));
  return [&world, service, any](auto& one) {
    const bool outdated = one.config_hash() == "before";
    if (outdated) one.ports.push_back({"", any, "tcp"});
    for (const auto& wanted : world.spec.services.at(service).ports)
      if (!outdated) one.ports.push_back({"", wanted.published, "tcp"});
    const auto& all = world.seen.containers;
    const bool taken = std::any_of(all.begin(), all.end(), [&](const auto& other) {
      return other.is_up() && other.ports == one.ports;
    });
    if (taken && one.is_up()) one.ports.clear();
  };
}

void random_container(SceneBuilder& world, Dice& dice, const std::string& service, int number) {
  std::vector<Container> changes;
  const auto id = id_of(service + " was", number);
  changes.push_back(with_id(id));
  if (dice.chance(30)) changes.push_back(exited(dice.below(3)));
  if (dice.chance(15)) changes.push_back(created());
  if (dice.chance(10)) changes.push_back(on_network(world.spec.name + "_default", "net-old"));
  const bool outdated = dice.chance(15);
  if (outdated) changes.push_back(of_hash("before"));
  if (dice.chance(10)) changes.push_back(in_health(model::Health::unhealthy));
  if (!world.spec.services.at(service).network_mode.empty())
    changes.push_back(sharing(id_of("nobody")));
  changes.push_back(with_ports(world, dice, service));
  world.container(service, changes, number);
  if (outdated || dice.chance(25)) world.deployment.containers[id].generation = 1;
  // A replacement that an interruption left behind, beside the old one or alone.
  if (!dice.chance(15)) return;
  const auto real = world.spec.name + "-" + service + "-" + std::to_string(number);
  std::vector<Container> fresh{with_id(id_of(service + " next", number)),
                               named(id.substr(0, 12) + "_" + real), created()};
  if (!world.spec.services.at(service).network_mode.empty())
    fresh.push_back(sharing(id_of("nobody")));
  fresh.push_back(with_ports(world, dice, service));
  world.container(service, fresh, number);
  if (dice.chance(30))
    std::erase_if(world.seen.containers, [&](const auto& one) { return one.id == id; });
}

}  // namespace

SceneBuilder random_world(Dice& dice) {
  SceneBuilder world("shop", 2);
  world.volume("data", dice.chance(50));
  const int services = 1 + dice.below(6);
  for (int i = 0; i < services; ++i) world.service(name(i), random_service(dice, i));
  make_job_gates_true(world);
  for (int i = 0; i < services; ++i) {
    for (int number = 1; number <= 2; ++number) {
      if (dice.chance(60)) random_container(world, dice, name(i), number);
    }
    if (dice.chance(20)) world.stopped(name(i));
    if (dice.chance(10)) world.no_image(name(i) + ":1");
  }
  if (dice.chance(30)) world.no_network();
  if (dice.chance(25)) world.redefined();
  return world;
}

void disturb(SceneBuilder& world, ToyEngine& engine, Dice& dice) {
  for (auto& one : world.seen.containers) {
    if (!dice.chance(10) || one.state != ContainerState::running) continue;
    one.state = ContainerState::exited;
    one.exit_code = 137;
  }
  std::erase_if(world.seen.containers,
                [&](const auto& one) { return !one.is_up() && dice.chance(10); });
  for (auto& one : world.seen.containers) {
    if (dice.chance(5) && one.state == ContainerState::running) one.networks.clear();
  }
  const bool all_down = std::none_of(world.seen.containers.begin(), world.seen.containers.end(),
                                     [](const auto& one) { return one.is_up(); });
  if (all_down && dice.chance(30)) engine.remove_network("default");
  if (dice.chance(50)) world.memory = {};  // the agent died
}

}  // namespace support
