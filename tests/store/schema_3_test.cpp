// A database of the version before incidents and notifications.
#include "store/backup.hpp"
#include "store/incident_world.hpp"
#include "store/open_database.hpp"
#include "support/catch.hpp"

namespace {

using support::World;

void make_version_2(const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  auto made = store::open_database(file, store::migrations().first(2), store_test::noon);
  REQUIRE(made);
  REQUIRE(store::version_of(*made).value() == 2);
  REQUIRE(made->script(
      "INSERT INTO deployments(name, kind, generation, auto_heal) VALUES ('shop', 'compose', 1, 1);"
      "INSERT INTO holds VALUES (1, 'shop', '', 'anna', 'because', 0, 4000000000000);"
      "INSERT INTO events(at, type, severity, deployment, service, container, message, data) "
      "VALUES (1769860800000, 'service.exited', 'info', 'shop', 'web', '', 'it ended', '{}');"));
}

}  // namespace

TEST_CASE("a database of the version before keeps its data and takes incidents and messages") {
  World world;
  make_version_2(world.file());
  auto storage = world.open();
  REQUIRE(storage->rescue() == nullptr);
  CHECK(world.events(*storage).size() == 1);
  CHECK(world.run(storage->incidents().newest_incident()).value() == 0);
  REQUIRE(world.run(storage->incidents().put_incident(support::incident(1))));
  notify::Step step{1, {{"a", "{}"}}, {support::outgoing("ops", "m1")}};
  REQUIRE(world.run(storage->pipeline().commit_step(step)));
  CHECK(world.run(storage->outbox().deliveries({})).value().size() == 1);
  const auto backups = store::backups_of(world.file());
  REQUIRE(backups.size() == 1);
  CHECK(backups[0].filename().string().find("-v2-before-v") != std::string::npos);
}
