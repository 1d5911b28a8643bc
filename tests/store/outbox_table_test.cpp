#include "store/outbox_table.hpp"

#include "store/incident_world.hpp"
#include "support/catch.hpp"

using support::outgoing;
using support::World;

TEST_CASE("a message of another form keeps nothing back that waits behind it") {
  World world;
  auto storage = world.open();
  notify::Step step;
  step.outgoing = {outgoing("a", "1", model::Severity::critical), outgoing("a", "2")};
  REQUIRE(world.run(storage->pipeline().commit_step(step)));
  storage.reset();
  {
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    REQUIRE(db);
    REQUIRE(
        db->run("UPDATE outbox SET message = '{\"kind\":\"of another version\"}' WHERE id = 1"));
  }
  storage = world.open();
  const auto found =
      world.run(storage->outbox().deliveries({notify::DeliveryState::pending, "a", 0, 9, false}));
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK(found->at(1).message.id == "2");
  CHECK(found->at(0).message.id == "1");
  CHECK(found->at(0).message.severity == model::Severity::critical);
  CHECK(found->at(0).message.title.find("cannot read") != std::string::npos);
}
