// What ended while nobody listened, and of which no event is left.
#include "fakes/world.hpp"
#include "support/catch.hpp"

#include <csignal>

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::IntentState;
using model::RestartMode;
using support::id_of;

// The agent is away, and so is the engine's memory of it.
void ends_unheard(World& world, const std::string& service, int exit_code) {
  world.die();
  world.clock.advance(10s);
  world.engine.deaf = true;
  world.engine.crash(service, exit_code);
  world.engine.deaf = false;
  world.clock.advance(10s);
}

void restart_engine(World& world) {
  world.engine.go_away();
  world.engine.come_back("200:1");
}

struct Migration : World {
  Migration() : World({"job"}) {
    scene.spec.services["job"].restart = {RestartMode::no, 0};
    scene.of("job").restart_policy = {RestartMode::no, 0};
    watch();
    REQUIRE(runs("job"));
  }
};

}  // namespace

TEST_CASE("a job that failed while nobody heard is not run again, in no life") {
  const bool rebooted = GENERATE(false, true);
  CAPTURE(rebooted);
  Migration world;
  ends_unheard(world, "job", 1);
  if (rebooted) {
    restart_engine(world);
    world.boot_id = "boot 2";
  }
  for (int life = 0; life < 2; ++life) {
    world.next_life();
    for (const auto pause : {1000ms, 12000ms, 60000ms}) world.pass_time(pause);
    CHECK(world.lines("perform start job").empty());
    CHECK(world.store.durable.deployments.at(world.name).facts.at("job").failed_job_runs == 1);
  }
  CHECK_FALSE(world.runs("job"));
}

TEST_CASE("a job that the power cut ended is run again") {
  Migration world;
  ends_unheard(world, "job", 255);
  restart_engine(world);
  world.boot_id = "boot 2";
  world.next_life();
  world.pass_time(12s);
  CHECK(world.runs("job"));
}

TEST_CASE("what a client stopped in the agent's absence stays down, with whatever code it ended") {
  World world;
  world.watch();
  ends_unheard(world, "web", 2);
  SECTION("where the engine has noted that it was one") {
    world.engine.manual_flags[id_of("web")] = true;
    restart_engine(world);
    world.next_life();
    for (const auto pause : {300ms, 1000ms, 12000ms}) world.pass_time(pause);
    CHECK(world.intent_of("web").state == IntentState::stopped);
    CHECK_FALSE(world.runs("web"));
  }
  SECTION("but a crash is one where there is no such mark, or none that can be read") {
    if (GENERATE(false, true)) world.engine.manual_flags[id_of("web")] = false;
    restart_engine(world);
    world.next_life();
    for (const auto pause : {300ms, 1000ms, 12000ms}) world.pass_time(pause);
    CHECK(world.intent_of("web").state == IntentState::running);
    CHECK(world.runs("web"));
  }
}

TEST_CASE("a crash that was told is no stop, whatever mark a signal had left") {
  World world;
  world.watch();
  world.engine.break_stream();
  world.settle();
  world.engine.manual_flags[id_of("web")] = true;
  world.clock.advance(1s);
  world.engine.crash("web", 1);
  world.reconnect();
  for (const auto pause : {300ms, 1000ms, 12000ms}) world.pass_time(pause);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("a mark that a mere signal set outlives the restarts by the container's own policy") {
  World world;
  world.scene.of("web").restart_policy = {RestartMode::on_failure, 1};
  world.watch();
  world.engine.client_signals("web", SIGHUP);
  world.settle();
  world.engine.crash("web", 1);
  world.engine.client_starts("web");  // by its policy: that clears no mark
  world.engine.manual_flags[id_of("web")] = true;
  world.settle();
  world.pass_time(30s);
  ends_unheard(world, "web", 1);
  restart_engine(world);
  world.next_life();
  for (const auto pause : {300ms, 1000ms, 12000ms}) world.pass_time(pause);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}
