#include "notify/notifier.hpp"

#include "notify/notifier_world.hpp"
#include "support/catch.hpp"

namespace {

using notify::DeliveryState;
using std::chrono::minutes;
using std::chrono::seconds;
using support::NotifierWorld;

std::set<model::EventId> events_of(const std::vector<notify::Message>& messages) {
  std::set<model::EventId> found;
  for (const auto& message : messages)
    for (const auto& item : message.items) found.insert(item.events.begin(), item.events.end());
  return found;
}

// A while, in steps.
void wait(NotifierWorld& world, core::Milliseconds total, core::Milliseconds step = seconds(10)) {
  for (core::Milliseconds passed{0}; passed < total; passed += step) world.advance(step);
}

}  // namespace

TEST_CASE("an event becomes a message, in the outbox before it is sent") {
  NotifierWorld world;
  world.start();
  world.tell(1);
  wait(world, minutes(2));
  const auto taken = world.side->taken();
  REQUIRE(taken.size() == 1);
  CHECK(events_of(taken) == std::set<model::EventId>{1});
  CHECK(taken[0].host == "nas");
  CHECK(world.disk.cursor == 1);
  REQUIRE(world.disk.in(DeliveryState::sent).size() == 1);
  CHECK(world.disk.outbox[0].message.id == taken[0].id);
}

TEST_CASE("at the very first run the past is not told, and where it began is durable at once") {
  NotifierWorld world;
  world.journal.add(support::forgotten_stop(1, world.clock.now().wall));
  world.journal.add(support::forgotten_stop(2, world.clock.now().wall));
  world.start();
  CHECK(world.disk.cursor == 2);
  world.tell(3);
  wait(world, minutes(2));
  CHECK(events_of(world.side->taken()) == std::set<model::EventId>{3});
}

TEST_CASE("what was recorded while no agent read is told by the next one, and nothing twice") {
  NotifierWorld world;
  world.start();
  world.tell(1);
  wait(world, minutes(2));
  world.stop();
  world.tell(2);
  world.start();
  wait(world, minutes(10));
  world.start();
  wait(world, minutes(10));
  const auto taken = world.side->taken();
  CHECK(taken.size() == 2);
  CHECK(events_of(taken) == std::set<model::EventId>{1, 2});
}

TEST_CASE("events that ask for nothing cost no write each") {
  NotifierWorld world;
  world.start();
  const auto before = world.store().writes;
  for (int i = 0; i < 50; ++i) {
    model::Event event;
    event.at = world.clock.now().wall;
    event.type = "service.started";
    event.deployment = "shop";
    world.journal.add(event);
    world.advance(seconds(1));
  }
  CHECK(world.store().writes - before <= 3);
  wait(world, minutes(1));
  CHECK(world.disk.cursor == 50);
}

TEST_CASE("what the store refuses is kept, and stored once when it works again") {
  NotifierWorld world;
  world.start();
  world.store().broken = true;
  world.tell(1);
  wait(world, minutes(2));
  world.tell(2);
  wait(world, minutes(20), minutes(1));
  CHECK(world.side->attempts() == 0);
  world.store().broken = false;
  wait(world, minutes(10), minutes(1));
  const auto taken = world.side->taken();
  CHECK(events_of(taken) == std::set<model::EventId>{1, 2});
  std::size_t items = 0;
  for (const auto& message : taken) items += message.items.size();
  CHECK(items == 2);
}

TEST_CASE("events that the log did not keep are counted and said") {
  NotifierWorld world;
  world.start();
  world.stop();
  for (int i = 0; i < 10; ++i) world.journal.add(support::forgotten_stop(i, {}));
  world.journal.forget_up_to(7);
  world.start();
  wait(world, minutes(2));
  const auto said = world.events().of("notification.dropped");
  REQUIRE(said.size() == 1);
  CHECK(said[0].message.starts_with("7 events could not be told"));
  CHECK(events_of(world.side->taken()) == std::set<model::EventId>{8, 9, 10});
}

TEST_CASE("a log that lost all it had does not stop the reading") {
  NotifierWorld world;
  world.start();
  world.stop();
  for (int i = 0; i < 10; ++i) world.journal.add(support::forgotten_stop(i, {}));
  world.journal.forget_up_to(10);
  world.start();
  world.tell(1);
  wait(world, minutes(2));
  CHECK(events_of(world.side->taken()) == std::set<model::EventId>{11});
}

TEST_CASE("what was never in the log is not missed, and the reading stays at its end") {
  NotifierWorld world;
  world.start();
  world.tell(1);
  wait(world, minutes(2));
  // The log is shorter than it seemed to be a moment ago.
  world.journal.call_skipped(5);
  world.pump();
  world.tell(2);
  wait(world, minutes(10));
  CHECK(world.events().of("notification.dropped").empty());
  CHECK(events_of(world.side->taken()) == std::set<model::EventId>{1, 2});
}

TEST_CASE("a reload moves to other channels, and what waited for one that is gone is on record") {
  NotifierWorld world;
  world.start();
  auto other = std::make_shared<fakes::OtherSide>();
  world.settings.channels = {{"chat", fakes::channel_to(other)}};
  world.notifier().configure(world.settings);
  world.pump();
  world.tell(1);
  wait(world, minutes(2));
  CHECK(world.side->taken().empty());
  CHECK(other->taken().size() == 1);
}

TEST_CASE("a fed channel is posted when something begins, and then each minute") {
  NotifierWorld world;
  world.settings.channels = {{"am", fakes::feed_to(world.side)}};
  world.start();
  world.journal.add(support::engine_event(true, world.clock.now().wall));
  world.pump();
  wait(world, seconds(20), seconds(5));
  const auto posts_of = [&] { return world.side->posts(); };
  REQUIRE_FALSE(posts_of().empty());
  REQUIRE(posts_of().back().size() == 1);
  CHECK(posts_of().back()[0].item.key == "engine");
  const auto before = posts_of().size();
  wait(world, minutes(10), seconds(5));
  CHECK(posts_of().size() >= before + 9);
  CHECK(posts_of().size() <= before + 11);
  world.journal.add(support::engine_event(false, world.clock.now().wall));
  world.pump();
  wait(world, seconds(20), seconds(5));
  REQUIRE(posts_of().back().size() == 1);
  CHECK(posts_of().back()[0].item.ended.has_value());
  wait(world, minutes(10), seconds(30));
  CHECK(posts_of().back().empty());
}
