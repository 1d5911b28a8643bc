#include "store/event_log.hpp"

#include "store/retention.hpp"
#include "store/sqlite.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

#include <limits>
#include <numeric>

namespace {

using api::EventFilter;
using api::EventQuery;
using api::StreamGap;
using api::StreamItem;
using model::EventId;
using model::Severity;
using support::World;

std::vector<EventId> ids(const std::vector<model::Event>& events) {
  std::vector<EventId> found;
  for (const auto& event : events) found.push_back(event.id);
  return found;
}

std::vector<EventId> from_to(EventId first, EventId last) {
  std::vector<EventId> all(static_cast<std::size_t>(last - first + 1));
  std::iota(all.begin(), all.end(), first);
  return all;
}

void record(World& world, store::Storage& storage, int count,
            const std::string& type = "service.started") {
  for (int i = 0; i < count; ++i) storage.sink().record(support::event(type, "shop"));
  REQUIRE(world.run(storage.flush()));
}

EventQuery query(EventId after, int limit, bool newest = false, EventFilter filter = {}) {
  return {filter, after, limit, newest};
}

// Everything that the subscription has now.
std::vector<StreamItem> drain(World& world, api::Subscription& subscription) {
  std::vector<StreamItem> items;
  while (auto item = world.run(subscription.next(core::Milliseconds(0))))
    items.push_back(std::move(*item));
  return items;
}

std::vector<EventId> ids(const std::vector<StreamItem>& items) {
  std::vector<EventId> found;
  for (const auto& item : items) found.push_back(std::get<model::Event>(item).id);
  return found;
}

boost::asio::awaitable<std::vector<model::Event>> record_and_wait(store::Storage& storage,
                                                                  int count) {
  auto subscription = storage.events().subscribe({}, std::nullopt);
  std::vector<model::Event> seen;
  for (int i = 0; i < count; ++i) storage.sink().record(support::event("service.started"));
  while (static_cast<int>(seen.size()) < count) {
    auto item = co_await subscription->next(core::Milliseconds(5000));
    if (!item) break;
    seen.push_back(std::get<model::Event>(*item));
  }
  co_return seen;
}

void prune_to(World& world, EventId id) {
  auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
  REQUIRE(store::delete_events_up_to(*db, id));
}

}  // namespace

TEST_CASE("an event is read back as it was recorded, with an id") {
  World world;
  auto storage = world.open();
  auto full = support::event("incident.opened", "shop", Severity::critical);
  full.service = "web";
  full.container = "abc";
  full.incident = 7;
  full.alert = model::Alert{"incident/7", false};
  full.data = R"({"a": [1, 2]})";
  storage->sink().record(full);
  storage->sink().record(support::event("agent.started"));
  REQUIRE(world.run(storage->flush()));
  storage.reset();
  storage = world.open();
  const auto events = world.events(*storage);
  REQUIRE(events.size() == 2);
  full.id = 1;
  CHECK(events[0] == full);
  auto plain = support::event("agent.started");
  plain.id = 2;
  CHECK(events[1] == plain);
}

TEST_CASE("a query pages upwards, or takes the newest, always ascending") {
  World world;
  auto storage = world.open();
  record(world, *storage, 30);
  CHECK(ids(world.events(*storage, query(0, 10))) == from_to(1, 10));
  CHECK(ids(world.events(*storage, query(10, 10))) == from_to(11, 20));
  CHECK(ids(world.events(*storage, query(25, 10))) == from_to(26, 30));
  CHECK(world.events(*storage, query(30, 10)).empty());
  constexpr auto last_of_all = std::numeric_limits<EventId>::max();
  CHECK(world.events(*storage, query(last_of_all, 10)).empty());
  CHECK(world.events(*storage, query(last_of_all, 10, true)).empty());
  CHECK(ids(world.events(*storage, query(0, 4, true))) == from_to(27, 30));
  CHECK(ids(world.events(*storage, query(28, 4, true))) == from_to(29, 30));
}

TEST_CASE("filters of a query and of a subscription mean the same") {
  World world;
  auto storage = world.open();
  storage->sink().record(support::event("service.exited", "shop", Severity::warning));
  storage->sink().record(support::event("service.started", "shop"));
  storage->sink().record(support::event("service.exited", "media", Severity::critical));
  storage->sink().record(support::event("host.booted"));
  storage->sink().record(support::event("odd[1]"));
  REQUIRE(world.run(storage->flush()));
  struct Case {
    EventFilter filter;
    std::vector<EventId> expected;
  };
  const std::vector<Case> cases = {
      {{}, {1, 2, 3, 4, 5}},
      {{"service.*", "", {}}, {1, 2, 3}},
      {{"*.started", "", {}}, {2}},
      {{"service.exite?", "", {}}, {1, 3}},
      {{"odd[1]", "", {}}, {5}},
      {{"service", "", {}}, {}},
      {{"", "shop", {}}, {1, 2}},
      {{"", "", Severity::info}, {1, 2, 3, 4, 5}},
      {{"", "", Severity::warning}, {1, 3}},
      {{"service.*", "media", Severity::critical}, {3}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.filter.type, one.filter.deployment);
    CHECK(ids(world.events(*storage, query(0, 100, false, one.filter))) == one.expected);
    auto subscription = storage->events().subscribe(one.filter, 0);
    CHECK(ids(drain(world, *subscription)) == one.expected);
  }
}

TEST_CASE("events are committed and published by themselves and in order") {
  World world;
  auto storage = world.open();
  auto work = record_and_wait(*storage, 20);
  const auto seen =
      world.run(support::with_loops(*storage, world.io.get_executor(), std::move(work)));
  CHECK(ids(seen) == from_to(1, 20));
}

TEST_CASE("a subscription without a start sees only what comes, and only what is committed") {
  World world;
  auto storage = world.open();
  record(world, *storage, 3);
  auto subscription = storage->events().subscribe({}, std::nullopt);
  storage->sink().record(support::event("later"));
  CHECK(drain(world, *subscription).empty());
  REQUIRE(world.run(storage->flush()));
  CHECK(ids(drain(world, *subscription)) == from_to(4, 4));
  CHECK(drain(world, *subscription).empty());
}

TEST_CASE("a subscription goes from the past to the present without hole or repetition") {
  World world;
  auto storage = world.open();
  // More than is kept in memory and more than a page.
  record(world, *storage, 1500);
  storage.reset();
  storage = world.open();
  record(world, *storage, 700);
  auto subscription = storage->events().subscribe({}, 100);
  std::vector<EventId> seen;
  for (int i = 0; i < 50; ++i)
    seen.push_back(
        std::get<model::Event>(*world.run(subscription->next(core::Milliseconds(0)))).id);
  record(world, *storage, 600);
  for (const auto id : ids(drain(world, *subscription))) seen.push_back(id);
  CHECK(seen == from_to(101, 2800));
}

TEST_CASE("a filter that passes little still comes to the end") {
  World world;
  auto storage = world.open();
  record(world, *storage, 1);
  record(world, *storage, static_cast<int>(store::EventLog::window) + 1000, "noise");
  record(world, *storage, 1);
  const EventFilter filter{"service.started", "", {}};
  const std::vector<EventId> expected = {1, store::EventLog::window + 1002};
  CHECK(ids(world.events(*storage, query(0, 10, false, filter))) == expected);
  CHECK(ids(world.events(*storage, query(0, 10, true, filter))) == expected);
  auto subscription = storage->events().subscribe(filter, 0);
  CHECK(ids(drain(world, *subscription)) == expected);
}

TEST_CASE("events that are no longer kept are a gap with both ends") {
  World world;
  auto storage = world.open();
  record(world, *storage, 1000);
  prune_to(world, 300);
  storage.reset();
  storage = world.open();
  auto subscription = storage->events().subscribe({}, 250);
  auto items = drain(world, *subscription);
  REQUIRE(items.size() == 701);
  CHECK(std::get<StreamGap>(items[0]) == StreamGap{251, 300});
  items.erase(items.begin());
  CHECK(ids(items) == from_to(301, 1000));
  auto exact = storage->events().subscribe({}, 300);
  CHECK(ids(drain(world, *exact)) == from_to(301, 1000));
}

TEST_CASE("ids that this log never gave are a gap, and what comes is delivered") {
  World world;
  auto storage = world.open();
  record(world, *storage, 3);
  auto subscription = storage->events().subscribe({}, 50);
  const auto items = drain(world, *subscription);
  REQUIRE(items.size() == 1);
  CHECK(std::get<StreamGap>(items[0]) == StreamGap{4, 50});
  record(world, *storage, 1);
  CHECK(ids(drain(world, *subscription)) == from_to(4, 4));
}

TEST_CASE("ids are never given twice, also when all events are gone") {
  World world;
  auto storage = world.open();
  record(world, *storage, 5);
  prune_to(world, 5);
  storage.reset();
  storage = world.open();
  CHECK(world.events(*storage).empty());
  record(world, *storage, 1);
  CHECK(ids(world.events(*storage)) == from_to(6, 6));
}
