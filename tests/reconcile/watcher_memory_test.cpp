// What the watcher says of deaths for want of memory.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

// Running under the eyes of an agent, at rest.
struct Remembering : World {
  Remembering() : World({"web"}) { watch(); }
  model::ContainerView shown() {
    return life->supervisor->get("shop")->services.front().containers.front();
  }
  // As after each event: what is shown must not change.
  void look_again() {
    life->loop->wake("shop");
    settle();
  }
};

}  // namespace

TEST_CASE("a death for want of memory is told as that, also where a look came before it") {
  Remembering world;
  world.engine.runs_out_of_memory("web");
  world.settle();
  const int looks = world.engine.looks;
  world.engine.break_stream();
  world.reconnect();
  world.settle();
  REQUIRE(world.engine.looks > looks);
  world.engine.crash("web", 137);
  world.settle();
  CHECK(world.events.last("service.exited") == "web was killed because it ran out of memory");
  world.pass_time(1min);
  world.engine.runs_out_of_memory("web");
  world.engine.crash("web", 1);
  world.settle();
  CHECK(world.events.last("service.exited") ==
        "web exited with 1, after something in it had run out of memory");
  world.pass_time(1min);
  world.scene.of("web").oom_killed = true;  // of long ago: newer engines say so while it runs
  world.engine.crash("web", 137);
  world.settle();
  CHECK(world.events.last("service.exited") == "web exited with 137");
}

TEST_CASE("a slow stop is not shown as a want of memory for what a child once lacked") {
  Remembering world;
  world.scene.of("web").oom_killed = true;  // since long ago
  world.look_again();
  CHECK(world.shown().oom_killed);
  world.engine.client_stops_in_vain("web");
  world.settle();
  for (int looks = 0; looks < 2; ++looks) {
    CHECK_FALSE(world.shown().oom_killed);
    CHECK(world.shown().exit_meaning.starts_with("killed (SIGKILL)"));
    world.look_again();
  }
  CHECK(world.events.last("service.exited") == "web exited with 137");
}

TEST_CASE("after a new start of the agent what was stopped on purpose ran out of nothing") {
  Remembering world;
  world.verb(reconcile::Verb::stop, "web");
  world.scene.of("web").exit_code = 137;
  world.scene.of("web").oom_killed = true;
  world.next_life();
  CHECK(world.shown().exit_code == 137);
  CHECK_FALSE(world.shown().oom_killed);
}

TEST_CASE("what died for want of memory is shown so, also where the engine tells of that later") {
  Remembering world;
  world.settings.observe_only = true;  // it stays down
  world.life->loop->configure(world.settings);
  world.scene.of("web").oom_killed = true;
  world.engine.crash("web", 137);
  world.settle();
  CHECK_FALSE(world.shown().oom_killed);
  world.engine.runs_out_of_memory("web");
  world.settle();
  world.look_again();
  CHECK(world.shown().oom_killed);
  CHECK(world.shown().exit_meaning == "it ran out of memory");
}

TEST_CASE("an end that nobody told of is shown as the engine has it") {
  Remembering world;
  world.settings.observe_only = true;
  world.life->loop->configure(world.settings);
  world.engine.deaf = true;
  world.scene.of("web").oom_killed = true;
  world.engine.crash("web", 137);
  world.look_again();
  CHECK(world.shown().exit_meaning == "it ran out of memory");
}
