// A database of the version before forgot what a verb had asked for, and the hash that the owner's
// own tool had written.
#include "store/backup.hpp"
#include "store/generation_table.hpp"
#include "store/open_database.hpp"
#include "store/service_tables.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

namespace {

using store::Connection;

void make_version_5(const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  auto made = store::open_database(file, store::migrations().first(5), store_test::noon);
  REQUIRE(made);
  REQUIRE(store::version_of(*made).value() == 5);
  REQUIRE(made->script(R"sql(
    INSERT INTO deployments(name, kind, generation, auto_heal) VALUES ('shop', 'compose', 2, 1);
    INSERT INTO generations VALUES ('shop', 2, 'shop:web,db,odd',
      '{"working_dir": "/srv", "config_files": [], "environment_files": []}',
      '{"kind": "engine", "files": [], "directory": "/srv", "differs": true}', 'an engine client', '', 0);
    INSERT INTO inspects VALUES ('shop', 2, 'web',
      '{"Id": "a", "Config": {"Labels": {"com.docker.compose.config-hash": "0123", "x": "y"}}}', '{}');
    INSERT INTO inspects VALUES ('shop', 2, 'db', '{"Id": "b", "Config": {"Labels": null}}', '{}');
    INSERT INTO inspects VALUES ('shop', 2, 'odd', 'no JSON', '{}');
    INSERT INTO facts VALUES ('shop', 'web', 'a', 2, 1000, 0, 1, 2, 'sha256:1');
  )sql"));
}

model::Deployment facts_in(Connection& db) {
  model::Deployment shop;
  shop.name = "shop";
  REQUIRE(store::read_service_tables(db, shop));
  return shop;
}

std::string hash_in(Connection& db, const std::string& service) {
  const auto generation = store::read_generation(db, "shop", 2, support::decode_spec);
  REQUIRE(generation);
  return generation->inspects.at(service).config_hash;
}

}  // namespace

TEST_CASE("nothing is asked of the services of the version before, and what they did stays done") {
  support::World world;
  make_version_5(world.file());
  SECTION("also where the file cannot be migrated") {
    auto as_it_is = Connection::open(world.file(), Connection::Mode::read_only);
    REQUIRE(as_it_is);
    const auto facts = facts_in(*as_it_is).facts.at("web");
    CHECK(facts.completed == model::Completed{"a", 2, core::WallTime(core::Milliseconds(1000)), 0});
    CHECK(facts.restart_after == core::WallTime{});
    CHECK(facts.recreate_after == core::WallTime{});
    CHECK_FALSE(facts.failed_run.has_value());
    CHECK(hash_in(*as_it_is, "web").empty());
  }
  auto storage = world.open();
  REQUIRE(storage->rescue() == nullptr);
  auto db = Connection::open(world.file(), Connection::Mode::read_only);
  REQUIRE(db);
  const auto facts = facts_in(*db).facts.at("web");
  CHECK(facts.completed.has_value());
  CHECK(facts.converged_image == "sha256:1");
  CHECK(facts.restart_after == core::WallTime{});
  CHECK(store::backups_of(world.file()).size() == 1);
}

TEST_CASE(
    "the hash of what the owner made is found in the inspect that the version before stored") {
  support::World world;
  make_version_5(world.file());
  auto storage = world.open();
  REQUIRE(storage->rescue() == nullptr);
  auto db = Connection::open(world.file(), Connection::Mode::read_only);
  REQUIRE(db);
  CHECK(hash_in(*db, "web") == "0123");
  CHECK(hash_in(*db, "db").empty());
  CHECK(hash_in(*db, "odd").empty());
}
