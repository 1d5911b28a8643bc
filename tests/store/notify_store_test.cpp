#include "store/notify_store.hpp"

#include "store/incident_world.hpp"
#include "support/catch.hpp"

#include <set>

namespace {

using model::Severity;
using notify::DeliveryState;
using std::chrono::hours;
using store_test::noon;
using support::outgoing;
using support::World;

std::vector<notify::Delivery> deliveries(World& world, store::Storage& storage,
                                         notify::DeliveryQuery query = {}) {
  auto found = world.run(storage.outbox().deliveries(std::move(query)));
  if (!found) FAIL(found.error().what);
  return std::move(*found);
}

std::string titles(const std::vector<notify::Delivery>& found) {
  std::string text;
  for (const auto& one : found) text += one.channel + ":" + one.message.id + " ";
  return text;
}

notify::Remembered remembered(World& world, store::Storage& storage) {
  auto found = world.run(storage.pipeline().load_pipeline());
  if (!found) FAIL(found.error().what);
  return std::move(*found);
}

void put(World& world, store::Storage& storage, std::vector<notify::Outgoing> messages) {
  notify::Step step;
  step.outgoing = std::move(messages);
  REQUIRE(world.run(storage.pipeline().commit_step(step)));
}

// Channels a, b, a, b, a with messages 1 to 5.
void put_five(World& world, store::Storage& storage) {
  put(world, storage, {outgoing("a", "1"), outgoing("b", "2"), outgoing("a", "3")});
  put(world, storage, {outgoing("b", "4"), outgoing("a", "5")});
}

void end(World& world, store::Storage& storage, std::int64_t id, DeliveryState state) {
  auto found = deliveries(world, storage, {std::nullopt, "", id - 1, 1, false});
  found.at(0).state = state;
  found.at(0).ended_at = noon;
  REQUIRE(world.run(storage.outbox().put_delivery(found.at(0))));
}

}  // namespace

TEST_CASE("a pipeline that never ran remembers nothing, not even where it stopped") {
  World world;
  auto storage = world.open();
  const auto found = remembered(world, *storage);
  CHECK(found.cursor == std::nullopt);
  CHECK(found.memory.empty());
  CHECK(found.silences.empty());
}

TEST_CASE("a step leaves cursor, memory and messages behind, all of them durable") {
  World world;
  {
    auto storage = world.open();
    notify::Step step{42,
                      {{"group/a", R"({"told":1})"}, {"group/b", "{}"}},
                      {outgoing("ops", "m1"), outgoing("chat", "m2", Severity::critical)}};
    REQUIRE(world.run(storage->pipeline().commit_step(step)));
    notify::Step next{43, {{"group/a", R"({"told":2})"}, {"group/b", std::nullopt}}, {}};
    REQUIRE(world.run(storage->pipeline().commit_step(next)));
  }
  auto storage = world.open();
  const auto found = remembered(world, *storage);
  CHECK(found.cursor == 43);
  CHECK(found.memory == std::vector<notify::MemoryRow>{{"group/a", R"({"told":2})"}});
  const auto waiting = deliveries(world, *storage);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].id == 1);
  CHECK(waiting[0].channel == "ops");
  CHECK(waiting[0].message == support::message("m1"));
  CHECK(waiting[0].state == DeliveryState::pending);
  CHECK(waiting[0].created_at == noon);
  CHECK(waiting[0].expires_at == noon + hours(72));
  CHECK(waiting[0].attempts == 0);
  CHECK(waiting[0].next_attempt_at == std::nullopt);
  CHECK(waiting[1].message == support::message("m2", Severity::critical));
}

TEST_CASE("a step that is stored again makes no message twice") {
  World world;
  auto storage = world.open();
  put(world, *storage, {outgoing("ops", "m1")});
  put(world, *storage, {outgoing("ops", "m1"), outgoing("chat", "m1"), outgoing("ops", "m2")});
  CHECK(titles(deliveries(world, *storage)) == "ops:m1 chat:m1 ops:m2 ");
}

TEST_CASE("deliveries are found by state, channel and id, from either end, ascending") {
  World world;
  auto storage = world.open();
  put_five(world, *storage);
  end(world, *storage, 1, DeliveryState::sent);
  end(world, *storage, 4, DeliveryState::failed);
  struct Case {
    notify::DeliveryQuery query;
    std::string expected;
  };
  const auto pending = DeliveryState::pending;
  const std::vector<Case> cases = {
      {{std::nullopt, "", 0, 100, false}, "a:1 b:2 a:3 b:4 a:5 "},
      {{pending, "", 0, 100, false}, "b:2 a:3 a:5 "},
      {{pending, "a", 0, 100, false}, "a:3 a:5 "},
      {{pending, "a", 3, 100, false}, "a:5 "},
      {{pending, "a", 0, 1, true}, "a:5 "},
      {{DeliveryState::sent, "", 0, 100, false}, "a:1 "},
      {{std::nullopt, "b", 0, 100, false}, "b:2 b:4 "},
      {{std::nullopt, "", 2, 2, false}, "a:3 b:4 "},
      {{std::nullopt, "", 0, 2, true}, "b:4 a:5 "},
      {{DeliveryState::merged, "", 0, 100, false}, ""},
      {{std::nullopt, "c", 0, 100, false}, ""},
      {{std::nullopt, "", 0, 0, false}, ""},
  };
  for (const auto& one : cases) {
    CAPTURE(&one - cases.data());
    CHECK(titles(deliveries(world, *storage, one.query)) == one.expected);
  }
}

TEST_CASE(
    "a delivery is put with its state, attempts, times and answer; an unknown one is an error") {
  World world;
  auto storage = world.open();
  put_five(world, *storage);
  auto tried = deliveries(world, *storage).at(1);
  tried.attempts = 3;
  tried.next_attempt_at = noon + hours(1);
  tried.answer = "HTTP 503: \"busy\"";
  REQUIRE(world.run(storage->outbox().put_delivery(tried)));
  auto found = deliveries(world, *storage).at(1);
  CHECK(found.attempts == 3);
  CHECK(found.next_attempt_at == tried.next_attempt_at);
  CHECK(found.answer == tried.answer);
  found.state = DeliveryState::sent;
  found.next_attempt_at.reset();
  found.ended_at = noon + hours(2);
  REQUIRE(world.run(storage->outbox().put_delivery(found)));
  CHECK(deliveries(world, *storage).at(1).ended_at == found.ended_at);
  found.id = 99;
  const auto unknown = world.run(storage->outbox().put_delivery(found));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == core::Errc::not_found);
}

TEST_CASE("a backlog becomes one message, and its parts say in which") {
  World world;
  auto storage = world.open();
  put_five(world, *storage);
  const auto made =
      world.run(storage->outbox().merge({1, 3, 5}, outgoing("a", "digest"), noon + hours(1)));
  REQUIRE(made);
  CHECK(made->id == 6);
  CHECK(made->state == DeliveryState::pending);
  CHECK(made->created_at == noon + hours(1));
  CHECK(titles(deliveries(world, *storage, {DeliveryState::pending, "a", 0, 9, false})) ==
        "a:digest ");
  const auto parts = deliveries(world, *storage, {DeliveryState::merged, "", 0, 9, false});
  REQUIRE(titles(parts) == "a:1 a:3 a:5 ");
  CHECK(parts[0].answer == "in notification 6");
  CHECK(parts[0].ended_at == noon + hours(1));
}

TEST_CASE("a merge of what is not pending any more leaves no trace") {
  World world;
  auto storage = world.open();
  put_five(world, *storage);
  end(world, *storage, 3, DeliveryState::sent);
  const auto refused = world.run(storage->outbox().merge({1, 3, 5}, outgoing("a", "digest"), noon));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::conflict);
  CHECK(titles(deliveries(world, *storage, {DeliveryState::pending, "a", 0, 9, false})) ==
        "a:1 a:5 ");
  CHECK(deliveries(world, *storage).size() == 5);
}

TEST_CASE("where there is no room the oldest of the lowest severity is dropped") {
  World world;
  auto storage = world.open();
  put(world, *storage,
      {outgoing("a", "1", Severity::critical), outgoing("a", "2"),
       outgoing("b", "3", Severity::info), outgoing("a", "4"), outgoing("b", "5", Severity::info),
       outgoing("a", "6", Severity::critical)});
  const auto drop = [&](int keep) {
    auto dropped = world.run(storage->outbox().trim(keep, "no room", noon + hours(1)));
    if (!dropped) FAIL(dropped.error().what);
    return std::move(*dropped);
  };
  CHECK(drop(6).empty());
  CHECK(titles(drop(5)) == "b:3 ");
  CHECK(titles(drop(3)) == "b:5 a:2 ");
  CHECK(titles(drop(1)) == "a:4 a:1 ");
  const auto on_record = deliveries(world, *storage, {DeliveryState::dropped, "", 0, 9, false});
  REQUIRE(on_record.size() == 5);
  CHECK(on_record[0].answer == "no room");
  CHECK(on_record[0].ended_at == noon + hours(1));
}

TEST_CASE("deliveries are counted by channel and state") {
  World world;
  auto storage = world.open();
  put_five(world, *storage);
  end(world, *storage, 1, DeliveryState::sent);
  const auto counts = world.run(storage->outbox().count());
  REQUIRE(counts);
  using Key = std::pair<std::string, DeliveryState>;
  CHECK(*counts == std::map<Key, std::int64_t>{{{"a", DeliveryState::pending}, 2},
                                               {{"a", DeliveryState::sent}, 1},
                                               {{"b", DeliveryState::pending}, 2}});
}

TEST_CASE("a silence is given an id, changed under it, and remembered") {
  World world;
  notify::Silence silence;
  silence.match = {"check.*", "shop", "web", "", Severity::warning};
  silence.starts_at = noon;
  silence.ends_at = noon + hours(2);
  silence.by = "anna";
  silence.comment = "upgrade";
  silence.made_at = noon;
  {
    auto storage = world.open();
    const auto first = world.run(storage->pipeline().put_silence(silence));
    REQUIRE(first);
    CHECK(first->id == 1);
    silence.match = {"", "", "", "incident/7", std::nullopt};
    const auto second = world.run(storage->pipeline().put_silence(silence));
    REQUIRE(second);
    CHECK(second->id == 2);
    silence = *second;
    silence.ends_at = noon + hours(1);
    REQUIRE(world.run(storage->pipeline().put_silence(silence)));
  }
  auto storage = world.open();
  const auto found = remembered(world, *storage).silences;
  REQUIRE(found.size() == 2);
  CHECK(found[0].match.severity == Severity::warning);
  CHECK(found[0].match.type == "check.*");
  CHECK(found[1] == silence);
}

TEST_CASE("in rescue notify works in memory, and reads every event of this life") {
  World world;
  { auto storage = world.open(); }
  std::filesystem::resize_file(world.file(), 0);
  auto storage = world.open();
  REQUIRE(storage->rescue() != nullptr);
  CHECK(deliveries(world, *storage).empty());
  CHECK(world.run(storage->outbox().count()).value().empty());
  CHECK(world.run(storage->outbox().trim(1, "", noon)).value().empty());
  const auto loaded = world.run(storage->pipeline().load_pipeline());
  REQUIRE(loaded);
  CHECK(loaded->cursor == model::EventId{0});
  notify::Step step;
  step.outgoing.emplace_back();
  CHECK(world.run(storage->pipeline().commit_step(step)));
  CHECK(deliveries(world, *storage).size() == 1);
}
