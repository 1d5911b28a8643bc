// A database of the version before did not know what a container was made with beside its hash.
#include "store/backup.hpp"
#include "store/open_database.hpp"
#include "store/service_tables.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

TEST_CASE("of the containers of the version before nobody knows what they were made with") {
  support::World world;
  std::filesystem::create_directories(world.file().parent_path());
  {
    auto made = store::open_database(world.file(), store::migrations().first(6), store_test::noon);
    REQUIRE(made);
    REQUIRE(store::version_of(*made).value() == 6);
    REQUIRE(
        made->script("INSERT INTO deployments(name, kind, generation, auto_heal) "
                     "VALUES ('shop', 'compose', 1, 1);"
                     "INSERT INTO containers(deployment, id, service, generation, "
                     "last_running_engine, paused_at) VALUES ('shop', 'a', 'web', 3, '7:1', 5)"));
  }
  const auto record_in = [&](store::Connection& db) {
    model::Deployment shop;
    shop.name = "shop";
    REQUIRE(store::read_service_tables(db, shop));
    return shop.containers.at("a");
  };
  SECTION("and they can be read where the file cannot be migrated") {
    auto as_it_is = store::Connection::open(world.file(), store::Connection::Mode::read_only);
    REQUIRE(as_it_is);
    CHECK(record_in(*as_it_is).made_with.empty());
  }
  auto storage = world.open();
  REQUIRE(storage->rescue() == nullptr);
  auto db = store::Connection::open(world.file(), store::Connection::Mode::read_only);
  REQUIRE(db);
  CHECK(record_in(*db).made_with.empty());
  CHECK(record_in(*db).paused_at == core::WallTime{core::Milliseconds{5}});
  CHECK(store::backups_of(world.file()).size() == 1);
}
