#include "store/directory_lock.hpp"

#include "core/io/atomic_file.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <unistd.h>

TEST_CASE("a second agent is refused with the pid of the first") {
  const support::TempDir dir;
  {
    const auto first = store::DirectoryLock::acquire(dir.path());
    REQUIRE(first);
    const auto second = store::DirectoryLock::acquire(dir.path());
    REQUIRE_FALSE(second);
    CHECK(second.error().code == core::Errc::conflict);
    CHECK(second.error().what == "another evenkeel agent (pid " + std::to_string(::getpid()) +
                                     ") uses " + dir.path().string() +
                                     ": stop it, or set another state_dir");
  }
  CHECK(store::DirectoryLock::acquire(dir.path()));
}

TEST_CASE("a lock file that was left behind by a longer pid does not matter") {
  const support::TempDir dir;
  REQUIRE(core::write_file_atomically(dir.path() / "lock", "4194304999\n", 0600));
  REQUIRE(store::DirectoryLock::acquire(dir.path()));
  CHECK(core::read_file(dir.path() / "lock", 100).value() == std::to_string(::getpid()) + "\n");
}

TEST_CASE("a storage keeps the lock while it lives, in rescue too") {
  support::World world;
  auto storage = world.open();
  CHECK(store::open_storage(world.io.get_executor(), world.options(), world.clock).error().code ==
        core::Errc::conflict);
  storage.reset();
  std::filesystem::resize_file(world.file(), 0);
  storage = world.open();
  REQUIRE(storage->rescue() != nullptr);
  CHECK(store::open_storage(world.io.get_executor(), world.options(), world.clock).error().code ==
        core::Errc::conflict);
}
