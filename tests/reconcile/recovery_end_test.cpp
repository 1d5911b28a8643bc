// A recovery has an end, also where something never settles.
#include "fakes/world.hpp"
#include "reconcile/returning.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::ContainerState;
using model::RestartMode;
using support::id_of;

// What its engine restarts, for ever.
void crash_loop(World& world, const std::string& service) {
  auto& one = world.scene.of(service);
  one.state = ContainerState::restarting;
  one.exit_code = 1;
  one.restart_policy.written = RestartMode::always;
  one.finished_at = world.clock.now().wall;
}

// `loops` is in a crash loop, and the agent has come back.
struct Returned : World {
  explicit Returned(const std::vector<std::string>& running) : World(running) {
    watch();
    die();
    crash_loop(*this, "loops");
  }
  void report_late() {
    settle_until([&] { return events.count("recovery.completed") > 0; });
  }
  // It was restarted, and has died again.
  void loops_on_for(core::Milliseconds time) {
    clock.advance(time);
    crash_loop(*this, "loops");
    pass_time(0ms);
    life->returning->beat_once();
  }
  int budget_left() { return life->loop->budget().left(clock.now().mono); }
};

reconcile::OwnCall unanswered_stop(const std::string& service) {
  reconcile::OwnCall call;
  call.key = "of the life before";
  call.deployment = "shop";
  call.service = service;
  call.verb = "stop";
  call.subject = id_of(service);
  return call;
}

// One more deployment, given since the return: of what the scene has, but with another name.
void apply_another(World& world) {
  auto another = std::make_shared<model::Spec>(*world.spec());
  another->name = "another";
  reconcile::ApplyRequest request;
  request.spec = another;
  REQUIRE(world.ask(world.life->supervisor->apply(std::move(request))));
  world.settle();
}

}  // namespace

TEST_CASE("the recovery of a deployment ends once nothing of it is left to do") {
  Returned world({"loops", "web"});
  support::exited(137)(world.scene.of("web"));
  world.turnstile.hold("start");
  world.begin();
  CHECK(world.track().recovery);
  world.turnstile.let_go("start");
  world.settle();
  REQUIRE(world.runs("web"));
  REQUIRE(world.events.count("recovery.completed") == 0);
  CHECK_FALSE(world.track().recovery);
}

TEST_CASE("later deaths after a return cost what they cost, although another never settles") {
  Returned world({"loops", "web"});
  world.begin();
  const int before = world.budget_left();
  for (int i = 0; i < 2; ++i) {
    world.pass_time(60s);
    crash_loop(world, "loops");
    world.engine.crash("web");
    world.settle();
    world.pass_time(15s);
    crash_loop(world, "loops");
  }
  REQUIRE(world.runs("web"));
  CHECK(world.budget_left() == before - 1);
}

TEST_CASE("with the first report the recovery ends for all, whatever is pending") {
  World world({"db", "web"});
  world.watch();
  world.report_after = 50ms;
  world.die();
  world.engine.crash("web");
  world.turnstile.hold("start");
  world.begin();
  REQUIRE(world.track().recovery);
  world.settle_until([&] { return world.events.count("recovery.completed") > 0; });
  CHECK_FALSE(world.track().recovery);
  CHECK(world.track().first_look);  // for the update
}

TEST_CASE("a break of the stream begins no recovery anew that was reported on") {
  Returned world({"loops"});
  world.report_after = 50ms;
  world.begin();
  world.report_late();
  world.turnstile.hold("observe");
  world.engine.break_stream();
  world.reconnect();
  CHECK_FALSE(world.track().recovery);
  world.turnstile.let_go("observe");
}

TEST_CASE("after the first report a call of the life before claims nobody's stop any more") {
  Returned world({"loops", "web"});
  world.report_after = 50ms;
  const auto call = unanswered_stop("web");
  world.store.durable.own_calls[call.key] = call;
  world.begin();
  world.report_late();
  REQUIRE(world.runs("web"));
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  CHECK(world.intent_of("web").state == model::IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("but it does for what could not be looked at before the report") {
  World world({"web"});
  world.watch();
  world.report_after = 50ms;
  world.die();
  support::exited(143)(world.scene.of("web"));
  world.scene.of("web").finished_at = world.clock.now().wall;
  world.engine.manual_flags[id_of("web")] = true;
  const auto call = unanswered_stop("web");
  world.store.durable.own_calls[call.key] = call;
  world.turnstile.hold("observe");
  world.begin();
  world.settle_until([&] { return world.events.count("recovery.completed") > 0; });
  world.turnstile.let_go("observe");
  world.settle();
  world.pass_time(15s);
  CHECK(world.intent_of("web").state == model::IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("what was applied since the return is none of its report's business") {
  World world({"web"});
  world.watch();
  world.die();
  world.engine.crash("web");
  world.next_life();
  REQUIRE(world.events.count("recovery.completed") == 0);  // it has not run for long enough
  world.turnstile.hold("create");
  apply_another(world);
  world.pass_time(3s);
  REQUIRE(world.life->loop->find("another") != nullptr);
  REQUIRE(world.events.count("recovery.completed") == 1);
  CHECK(world.events.last("recovery.completed").find("1 deployment,") != std::string::npos);
  world.turnstile.let_go("create");
  world.settle();
}

TEST_CASE(
    "what never settles is told of once more an hour after the report, and waited for no more") {
  Returned world({"loops"});
  world.report_after = 50ms;
  world.begin();
  world.report_late();
  world.loops_on_for(59min);
  CHECK(world.events.count("recovery.updated") == 0);
  world.loops_on_for(1min);
  REQUIRE(world.events.count("recovery.updated") == 1);
  CHECK(world.events.last("recovery.updated").find("1 not settled yet") != std::string::npos);
  CHECK_FALSE(world.track().first_look);
  world.loops_on_for(2h);
  CHECK(world.events.count("recovery.updated") == 1);
}

TEST_CASE("what settles after the report has its update at once") {
  Returned world({"loops"});
  world.report_after = 50ms;
  world.begin();
  world.report_late();
  auto& one = world.scene.of("loops");
  one.state = ContainerState::running;
  one.started_at = world.clock.now().wall;
  world.pass_time(30s);
  CHECK(world.events.count("recovery.updated") == 1);
  CHECK(world.events.last("recovery.updated").find("not settled yet") == std::string::npos);
}
