#include "store/incident_store.hpp"

#include "store/incident_codec.hpp"
#include "store/incident_table.hpp"
#include "store/incident_world.hpp"
#include "support/catch.hpp"

namespace {

using model::IncidentState;
using support::incident;
using support::World;

std::vector<model::IncidentId> ids_of(const std::vector<model::Incident>& incidents) {
  std::vector<model::IncidentId> ids;
  for (const auto& one : incidents) ids.push_back(one.id);
  return ids;
}

std::vector<model::Incident> loaded(World& world, store::Storage& storage, int limit = 100) {
  auto found = world.run(storage.incidents().load_incidents(limit));
  if (!found) FAIL(found.error().what);
  return std::move(*found);
}

}  // namespace

TEST_CASE("an incident is read as it was written") {
  auto whole = incident(7, IncidentState::resolved);
  whole.well_since = store_test::noon;
  whole.needs_operator_at = store_test::noon + std::chrono::minutes(3);
  whole.acknowledged_at = store_test::noon + std::chrono::minutes(4);
  whole.acknowledged_by = "anna (uid 1000)";
  whole.acknowledged_reason = "I know";
  CHECK(store::decode_incident(store::encode(whole)).value() == whole);
  model::Incident bare;
  bare.id = 8;
  CHECK(store::decode_incident(store::encode(bare)).value() == bare);
}

TEST_CASE("an incident of a later version keeps what this one knows, and damage is named") {
  const std::string later =
      R"({"id":7,"state":"open","criticality":"optional","opened_at":1000,"remedies":[1],"subjects":[{"deployment":"shop","zone":"a"}]})";
  const auto read = store::decode_incident(later);
  REQUIRE(read);
  CHECK(read->first_opened_at == read->opened_at);
  CHECK(read->subjects == std::vector<model::Subject>{{"shop", "", ""}});
  for (const std::string damaged :
       {"", "[]", "{", R"({"id":7})",
        R"({"id":7,"state":"?","criticality":"optional","opened_at":1})",
        R"({"id":"7","state":"open","criticality":"optional","opened_at":1})"}) {
    CAPTURE(damaged);
    const auto refused = store::decode_incident(damaged);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == core::Errc::corrupt);
  }
}

TEST_CASE("text that is not UTF-8 does not keep an incident from being stored") {
  auto odd = incident(7);
  odd.evidence = {{store_test::noon, "service.exited", "it said \xff\xfe"}};
  CHECK(store::decode_incident(store::encode(odd)));
}

TEST_CASE("an incident that was put is there after a restart, in its newest version") {
  World world;
  auto changed = incident(2);
  {
    auto storage = world.open();
    REQUIRE(world.run(storage->incidents().put_incident(incident(1))));
    REQUIRE(world.run(storage->incidents().put_incident(incident(2))));
    changed.acknowledged_by = "anna";
    changed.state = IncidentState::needs_operator;
    REQUIRE(world.run(storage->incidents().put_incident(changed)));
  }
  auto storage = world.open();
  const auto found = loaded(world, *storage);
  REQUIRE(ids_of(found) == std::vector<model::IncidentId>{1, 2});
  CHECK(found[0] == incident(1));
  CHECK(found[1] == changed);
  CHECK(world.run(storage->incidents().newest_incident()).value() == 2);
}

TEST_CASE("all open incidents are loaded, and of the resolved ones the newest that have room") {
  World world;
  auto storage = world.open();
  for (const auto id : {1, 3, 5, 7})
    REQUIRE(world.run(storage->incidents().put_incident(incident(id, IncidentState::resolved))));
  for (const auto id : {2, 6}) REQUIRE(world.run(storage->incidents().put_incident(incident(id))));
  REQUIRE(world.run(storage->incidents().put_incident(incident(4, IncidentState::needs_operator))));
  using Ids = std::vector<model::IncidentId>;
  CHECK(ids_of(loaded(world, *storage, 100)) == Ids{1, 2, 3, 4, 5, 6, 7});
  CHECK(ids_of(loaded(world, *storage, 5)) == Ids{2, 4, 5, 6, 7});
  CHECK(ids_of(loaded(world, *storage, 1)) == Ids{2, 4, 6});
}

TEST_CASE("the newest id is known also where its incident is gone") {
  World world;
  {
    auto storage = world.open();
    CHECK(world.run(storage->incidents().newest_incident()).value() == 0);
    REQUIRE(world.run(storage->incidents().put_incident(incident(9, IncidentState::resolved))));
  }
  {
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    REQUIRE(store::forget_resolved_incidents(
        *db, {store_test::noon + std::chrono::hours(1), core::WallTime{}, 100, 100}));
    CHECK(db->number("SELECT count(*) FROM incidents").value() == 0);
  }
  auto storage = world.open();
  CHECK(world.run(storage->incidents().newest_incident()).value() == 9);
}

TEST_CASE("an incident put behind is written with the events that were recorded before and after") {
  World world;
  auto storage = world.open();
  storage->sink().record(support::event("service.exited", "shop"));
  storage->incidents().put_incident_behind(incident(1));
  auto opened = support::event("incident.opened", "shop");
  opened.incident = 1;
  storage->sink().record(opened);
  auto later = incident(1);
  later.attempts = 5;
  storage->incidents().put_incident_behind(later);
  // A read writes first what waits.
  const auto found = loaded(world, *storage);
  REQUIRE(found.size() == 1);
  CHECK(found[0].attempts == 5);
  REQUIRE(world.run(storage->flush()));
  const auto events = world.events(*storage);
  REQUIRE(events.size() == 2);
  CHECK(events[1].incident == 1);
}

TEST_CASE("what was put behind is durable before the storage closes") {
  World world;
  {
    auto storage = world.open();
    storage->incidents().put_incident_behind(incident(1));
    REQUIRE(world.run(storage->flush()));
  }
  auto storage = world.open();
  CHECK(loaded(world, *storage).size() == 1);
}

TEST_CASE("in rescue incidents are kept in memory") {
  World world;
  {
    auto storage = world.open();
    REQUIRE(world.run(storage->incidents().put_incident(incident(4))));
  }
  std::filesystem::resize_file(world.file(), 0);
  auto storage = world.open();
  REQUIRE(storage->rescue() != nullptr);
  CHECK(loaded(world, *storage).empty());
  storage->incidents().put_incident_behind(incident(1));
  REQUIRE(world.run(storage->incidents().put_incident(incident(2, IncidentState::resolved))));
  CHECK(loaded(world, *storage).size() == 2);
  CHECK(loaded(world, *storage, 1).size() == 1);
  CHECK(world.run(storage->incidents().newest_incident()).value() == 2);
  for (int id = 3; id < 1500; ++id) storage->incidents().put_incident_behind(incident(id));
  CHECK(loaded(world, *storage, 5000).size() == 1000);
}
