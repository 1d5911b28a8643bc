// A database of the version before it was known since when a container is paused.
#include "store/backup.hpp"
#include "store/open_database.hpp"
#include "store/service_tables.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

TEST_CASE("containers of the version before are on record, and paused since nobody knows when") {
  support::World world;
  std::filesystem::create_directories(world.file().parent_path());
  {
    auto made = store::open_database(world.file(), store::migrations().first(4), store_test::noon);
    REQUIRE(made);
    REQUIRE(store::version_of(*made).value() == 4);
    REQUIRE(
        made->script("INSERT INTO deployments(name, kind, generation, auto_heal) "
                     "VALUES ('shop', 'compose', 1, 1);"
                     "INSERT INTO containers(deployment, id, service, generation, "
                     "last_running_engine, signaled) VALUES ('shop', 'a', 'web', 3, '7:1', 1)"));
  }
  SECTION("and can be read where the file cannot be migrated") {
    auto as_it_is = store::Connection::open(world.file(), store::Connection::Mode::read_only);
    REQUIRE(as_it_is);
    model::Deployment shop;
    shop.name = "shop";
    REQUIRE(store::read_service_tables(*as_it_is, shop));
    const auto& container = shop.containers.at("a");
    CHECK(container.signaled);
    CHECK(container.paused_at == core::WallTime{});
  }
  auto storage = world.open();
  REQUIRE(storage->rescue() == nullptr);
  auto db = store::Connection::open(world.file(), store::Connection::Mode::read_only);
  REQUIRE(db);
  CHECK(db->number("SELECT paused_at FROM containers WHERE generation = 3 AND signaled = 1")
            .value() == 0);
  CHECK(store::backups_of(world.file()).size() == 1);
}
