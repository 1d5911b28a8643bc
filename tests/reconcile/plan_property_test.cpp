// Whatever the engine looks like and wherever the agent dies: plans lead to what is wanted, without
// duplicates, and never touch what is stopped on purpose. Random, with the seed in the message of a
// failure.
#include "reconcile/plan_networks.hpp"
#include "support/catch.hpp"
#include "support/toy_engine.hpp"

#include <algorithm>
#include <set>

using namespace support;
using model::ContainerState;
using model::DependencyCondition;

namespace {

constexpr unsigned seeds = 400;
constexpr int disturbed_rounds = 6, quiet_rounds = 60;

class Dice {
 public:
  explicit Dice(unsigned seed) : random(seed) {}
  bool chance(int percent) { return below(100) < percent; }
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); }
  std::mt19937 random;
};

std::string name(int i) { return "s" + std::to_string(i); }

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
  world.container(service, changes, number);
  if (outdated || dice.chance(25)) world.deployment.containers[id].generation = 1;
  // A replacement that an interruption left behind, beside the old one or alone.
  if (!dice.chance(15)) return;
  const auto real = world.spec.name + "-" + service + "-" + std::to_string(number);
  std::vector<Container> fresh{with_id(id_of(service + " next", number)),
                               named(id.substr(0, 12) + "_" + real), created()};
  if (!world.spec.services.at(service).network_mode.empty())
    fresh.push_back(sharing(id_of("nobody")));
  world.container(service, fresh, number);
  if (dice.chance(30))
    std::erase_if(world.seen.containers, [&](const auto& one) { return one.id == id; });
}

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

// Everything that it depends on may run.
bool may_run(const SceneBuilder& world, const std::string& service) {
  if (world.deployment.intent_of(service).state == model::IntentState::stopped) return false;
  const auto& on = world.spec.services.at(service).depends_on;
  return std::all_of(on.begin(), on.end(), [&](const auto& entry) {
    const auto completed = world.deployment.facts.find(entry.first);
    const bool done = completed != world.deployment.facts.end() && completed->second.completed;
    return !entry.second.required || done || may_run(world, entry.first);
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
