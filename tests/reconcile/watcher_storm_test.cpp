// Many events at once that ask for nothing to be done.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using fakes::Journal;
using fakes::World;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running) : World(running) { watch(); }
};

}  // namespace

TEST_CASE("a storm of processes without memory is told, and asks nothing of the engine") {
  Watched world({"web", "db"});
  const int looks = world.engine.looks, inspects = world.engine.inspects;
  for (int i = 0; i < 100; ++i) {
    world.engine.runs_out_of_memory(i % 2 == 0 ? "web" : "db");
    world.settle();
  }
  CHECK(world.events.count("service.oom_killed") == 100);
  CHECK(world.engine.looks == looks);
  CHECK(world.engine.inspects == inspects);
  world.turnstile.hold("observe");
  world.engine.runs_out_of_memory("web");
  world.engine.crash("web", 137);
  world.settle();
  CHECK(world.journal == Journal{"perform start web"});
  world.turnstile.let_go("observe");
  world.settle();
}
