// What fires, told by agents before this one.
#include "store/event_log.hpp"
#include "store/retention.hpp"
#include "store/sqlite.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

namespace {

using model::Severity;
using support::World;

void record(World& world, store::Storage& storage, int count) {
  for (int i = 0; i < count; ++i) storage.sink().record(support::event("service.started", "shop"));
  REQUIRE(world.run(storage.flush()));
}

void tell(store::Storage& storage, const std::string& key, bool firing,
          Severity severity = Severity::warning) {
  auto event = support::event(firing ? "check.failed" : "check.recovered", "shop", severity);
  event.alert = model::Alert{key, firing};
  event.message = key + " says so";
  event.incident = 7;
  storage.sink().record(event);
}

}  // namespace

TEST_CASE("open alerts are those whose newest event fires, however long ago it was told") {
  World world;
  auto storage = world.open();
  tell(*storage, "check/a", true);
  tell(*storage, "spike/shop/web/cpu/threshold", true, Severity::info);
  tell(*storage, "check/b", true);
  record(world, *storage, static_cast<int>(store::EventLog::window) + 100);
  tell(*storage, "check/a", true, Severity::critical);
  tell(*storage, "check/b", false);
  REQUIRE(world.run(storage->flush()));
  storage.reset();

  storage = world.open();
  const auto open = world.run(storage->alerts().open_alerts());
  REQUIRE(open);
  REQUIRE(open->size() == 2);
  CHECK(open->front().alert == model::Alert{"spike/shop/web/cpu/threshold", true});
  CHECK(open->back().alert == model::Alert{"check/a", true});
  CHECK(open->back().severity == Severity::critical);
}

TEST_CASE("an alert is open for longer than events are kept, and over once that was told") {
  World world;
  auto storage = world.open();
  const auto open_after_retention = [&] {
    REQUIRE(world.run(storage->flush()));
    storage.reset();
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    const auto much_later = store_test::noon + std::chrono::hours(24 * 365);
    while (store::retention_step(*db, {}, much_later).value()) {
    }
    CHECK(db->number("SELECT count(*) FROM events").value() == 0);
    storage = world.open();
    return world.run(storage->alerts().open_alerts()).value();
  };
  tell(*storage, "check/short", true);
  tell(*storage, "check/old", true);
  tell(*storage, "check/short", false);
  record(world, *storage, store::retention_step_rows + 1);
  tell(*storage, "check/short", true);
  auto open = open_after_retention();
  REQUIRE(open.size() == 2);
  CHECK(open.front().alert == model::Alert{"check/old", true});
  CHECK(open.front().message == "check/old says so");
  CHECK(open.front().incident == 7);
  CHECK(open.back().alert == model::Alert{"check/short", true});

  tell(*storage, "check/old", false);
  REQUIRE(world.run(storage->flush()));
  open = world.run(storage->alerts().open_alerts()).value();
  REQUIRE(open.size() == 1);
  CHECK(open.front().alert == model::Alert{"check/short", true});
  CHECK(open_after_retention().size() == 1);
}
