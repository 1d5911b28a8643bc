// What the watcher says of deaths for want of memory.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

// Running under the eyes of an agent, at rest.
struct Remembering : World {
  Remembering() : World({"web"}) { watch(); }
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
