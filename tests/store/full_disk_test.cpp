// On a small file system in memory. Mounting needs root; elsewhere writer_test has the same
// failures by the limit on file sizes.
#include "store/small_disk.hpp"
#include "store/storage.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

#include <string>

namespace {

using support::SmallDisk;
using support::World;

}  // namespace

TEST_CASE("a full disk at the start is rescue, and room makes it well again") {
  World world;
  SmallDisk disk(world.state_dir());
  if (!disk.mounted()) {
    WARN("not allowed to mount: not tested here");
    return;
  }
  {
    auto storage = world.open();
    REQUIRE(world.commit(*storage, {support::put("shop", 1, "shop:web")}));
  }
  disk.fill();
  {
    auto storage = world.open();
    REQUIRE(storage->rescue() != nullptr);
    CAPTURE(storage->rescue()->reason);
    CHECK(store::name_of(storage->rescue()->kind) == "disk_full");
    CHECK(storage->rescue()->advice.find("Free some space") != std::string::npos);
    CHECK(world.load(*storage).deployments.size() == 1);
  }
  disk.free();
  auto storage = world.open();
  CHECK(storage->rescue() == nullptr);
  CHECK(world.load(*storage).deployments.size() == 1);
}

TEST_CASE("a disk that becomes full while the agent runs degrades the store until there is room") {
  World world;
  SmallDisk disk(world.state_dir());
  if (!disk.mounted()) {
    WARN("not allowed to mount: not tested here");
    return;
  }
  auto storage = world.open();
  REQUIRE(world.commit(*storage, {support::put("shop", 1, "shop:web")}));
  disk.fill();
  const auto large = std::string(100'000, 'x');
  const auto refused = world.commit(
      *storage, {support::set_intent("shop", "web", model::IntentState::stopped, large)});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what.find("writing ") != std::string::npos);
  CHECK(refused.error().what.ends_with("database or disk is full; free some space there"));
  disk.free();
  CHECK(world.commit(*storage,
                     {support::set_intent("shop", "web", model::IntentState::stopped, large)}));
  REQUIRE(world.states.size() == 2);
  CHECK(world.states[1].writable);
}

TEST_CASE("a file system that was mounted read-only is rescue and what can be read is shown") {
  World world;
  SmallDisk disk(world.state_dir());
  if (!disk.mounted()) {
    WARN("not allowed to mount: not tested here");
    return;
  }
  {
    auto storage = world.open();
    REQUIRE(world.commit(*storage, {support::put("shop", 1, "shop:web")}));
  }
  REQUIRE(disk.make_read_only());
  auto storage = world.open();
  REQUIRE(storage->rescue() != nullptr);
  CAPTURE(storage->rescue()->reason);
  CHECK(store::name_of(storage->rescue()->kind) == "read_only");
  CHECK(world.load(*storage).deployments.size() == 1);
}
