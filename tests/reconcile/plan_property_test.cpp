// Whatever the engine looks like and wherever the agent dies: plans lead to what is wanted, without
// duplicates, and never touch what is stopped on purpose. Random, with the seed in the message of a
// failure.
#include "reconcile/plan_networks.hpp"
#include "support/catch.hpp"
#include "support/random_world.hpp"

#include <algorithm>
#include <set>

using namespace support;
using model::ContainerState;

namespace {

constexpr unsigned seeds = 400;
constexpr int disturbed_rounds = 6, quiet_rounds = 60;

model::Plan look_and_plan(SceneBuilder& world) {
  reconcile::note_observation(world.memory, world.seen, world.spec.name, world.settings.backoff);
  auto plan = world.plan();
  for (const auto& id : reconcile::to_record_anew(world.scene()))
    world.deployment.containers[id].generation = world.deployment.current.number;
  return plan;
}

void check_stopped_are_left(const SceneBuilder& world, const model::Plan& plan) {
  for (const auto& step : plan.steps) {
    if (step.service.empty() ||
        world.deployment.intent_of(step.service).state == model::IntentState::running)
      continue;
    REQUIRE(model::verb_of(step.action) == "stop");
  }
}

void check_no_duplicates(const SceneBuilder& world) {
  std::map<std::pair<std::string, int>, int> count;
  for (const auto& one : world.seen.containers)
    REQUIRE(++count[{one.service(), one.number()}] <= 2);
}

bool may_run(const SceneBuilder& world, const std::string& service,
             std::set<std::string> asked = {});

// What holds a port of it cannot be replaced: it needs what is stopped on purpose.
bool may_have_its_ports(const SceneBuilder& world, const model::Service& service,
                        const std::set<std::string>& asked) {
  const auto& all = world.seen.containers;
  return std::none_of(all.begin(), all.end(), [&](const auto& other) {
    return other.service() != service.name && other.is_up() && !other.ports.empty() &&
           !service.ports.empty() && other.ports[0].host == service.ports[0].published &&
           !may_run(world, other.service(), asked);
  });
}

// Everything that it depends on may run.
bool may_run(const SceneBuilder& world, const std::string& service, std::set<std::string> asked) {
  if (world.deployment.intent_of(service).state == model::IntentState::stopped) return false;
  if (!asked.insert(service).second) return true;
  if (!may_have_its_ports(world, world.spec.services.at(service), asked)) return false;
  const auto& on = world.spec.services.at(service).depends_on;
  return std::all_of(on.begin(), on.end(), [&](const auto& entry) {
    const auto completed = world.deployment.facts.find(entry.first);
    const bool done = completed != world.deployment.facts.end() && completed->second.completed;
    return !entry.second.required || done || may_run(world, entry.first, asked);
  });
}

std::string all_said(const SceneBuilder& world) {
  std::string text;
  for (const auto& [service, spec] : world.spec.services)
    text += service + " is " + world.says(service) + "\n";
  for (const auto& one : world.seen.containers)
    text += one.name + " is " + std::string(model::name_of(one.state)) + "\n";
  return text;
}

void check_service_is_as_wanted(const SceneBuilder& world, const std::string& service) {
  const auto& spec = world.spec.services.at(service);
  if (spec.from_service.kind == model::ServiceKind::job) {
    REQUIRE(world.deployment.facts.at(service).completed);
    return;
  }
  std::set<std::string> names;
  for (const auto& one : world.seen.containers) {
    if (one.service() != service) continue;
    INFO(one.name);
    REQUIRE(one.state == ContainerState::running);
    REQUIRE(one.name == world.spec.name + "-" + service + "-" + std::to_string(one.number()));
    REQUIRE(one.config_hash() == spec.config_hash);
    REQUIRE(one.networks.size() == spec.networks.size());
    REQUIRE_FALSE(reconcile::is_on_changed_network(world.scene(), one));
    for (const auto& lender : world.seen.containers) {
      if (one.network_mode == "container:" + lender.id)
        REQUIRE(one.started_at >= lender.started_at);
    }
    names.insert(one.name);
  }
  REQUIRE(static_cast<int>(names.size()) == spec.scale);
}

}  // namespace

TEST_CASE("from any state, with the agent dying anywhere, plans lead to what is wanted") {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    auto world = random_world(dice);
    ToyEngine engine(world);
    for (int round = 0; round < disturbed_rounds; ++round) {
      const auto plan = look_and_plan(world);
      check_stopped_are_left(world, plan);
      engine.carry_out(plan, dice.random, static_cast<std::size_t>(dice.below(8)));
      check_no_duplicates(world);
      disturb(world, engine, dice);
      engine.time_passes(1min);
    }
    world.memory = {};
    model::Plan last;
    for (int round = 0; round < quiet_rounds; ++round) {
      last = look_and_plan(world);
      INFO(reconcile::plan_text(last, world.spec));
      check_stopped_are_left(world, last);
      REQUIRE(engine.carry_out(last, dice.random, 1000) == "");
      check_no_duplicates(world);
      engine.time_passes(1min);
    }
    INFO(reconcile::plan_text(last, world.spec));
    REQUIRE(reconcile::steps_now(last) == 0);
    bool all = true;
    for (const auto& [service, spec] : world.spec.services) {
      INFO(service << " of\n" << all_said(world));
      if (may_run(world, service)) check_service_is_as_wanted(world, service);
      all = all && (may_run(world, service) ||
                    world.deployment.intent_of(service).state == model::IntentState::stopped);
    }
    if (all) REQUIRE(last.converged);
  }
}

TEST_CASE(
    "the same scene gives the same plan, whatever the order in which the engine lists things") {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    auto world = random_world(dice);
    const auto plan = world.plan();
    REQUIRE(world.plan() == plan);
    std::shuffle(world.seen.containers.begin(), world.seen.containers.end(), dice.random);
    std::shuffle(world.seen.networks.begin(), world.seen.networks.end(), dice.random);
    REQUIRE(world.plan() == plan);
  }
}

TEST_CASE("every step of a plan only follows earlier ones") {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    Dice dice(seed);
    const auto plan = random_world(dice).plan();
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      for (const auto before : plan.steps[i].after) REQUIRE(before < i);
    }
  }
}

TEST_CASE("sixty services are planned, and all of them at once after an engine crash") {
  SceneBuilder world;
  for (int i = 0; i < 60; ++i) {
    world.service(name(i),
                  i == 0 ? std::vector<Service>{} : std::vector<Service>{needs(name(i / 2))});
    world.container(name(i), {exited(255)});
  }
  world.adjust = [](auto& scene) { scene.recovery = true; };
  REQUIRE(reconcile::steps_now(world.plan()) == 60);
}
