// How long the passes took, as the loop counts it.
#include "fakes/world.hpp"
#include "support/catch.hpp"

#include <numeric>

namespace {

using namespace std::chrono_literals;
using fakes::World;

std::uint64_t passes(const World& world) {
  const auto counts = world.life->loop->pass_durations().counts();
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE("a pass is counted with the time from its look to its end") {
  World world;
  world.watch();
  const auto before = passes(world);
  const auto sum = world.life->loop->pass_durations().sum();
  CHECK(before > 0);
  world.turnstile.hold("observe");
  world.life->loop->wake("shop");
  world.settle();
  CHECK(passes(world) == before);  // it has not ended
  world.clock.advance(3s);
  world.turnstile.let_go("observe");
  world.settle();
  CHECK(passes(world) == before + 1);
  CHECK(world.life->loop->pass_durations().sum() == sum + 3s);
}

TEST_CASE("what is done without an engine is no pass of any length") {
  World world;
  world.watch();
  const auto before = passes(world);
  world.life->loop->surroundings().engine_up = false;
  world.life->loop->wake("shop");
  world.settle();
  CHECK(passes(world) == before);
}
