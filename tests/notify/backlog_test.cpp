// What waits for long: a channel that is down for a day, an outbox that has no room.
#include "notify/delivery_policy.hpp"

#include "notify/delivery_world.hpp"
#include "support/catch.hpp"

namespace {

using model::Severity;
using notify::Answer;
using notify::DeliveryState;
using notify::SendOutcome;
using std::chrono::hours;
using std::chrono::minutes;
using support::DeliveryWorld;

// A message each half hour, while the channel cannot be reached.
void be_down_for_a_day(DeliveryWorld& world) {
  world.side("ops").always(SendOutcome::retry, "no route");
  for (int minute = 0; minute < 24 * 60; minute += 5) {
    if (minute % 30 == 0) world.put("ops", "m" + std::to_string(minute / 30));
    world.advance(minutes(5));
    world.settle();
  }
}

std::vector<std::string> keys_of(const notify::Message& message) {
  std::vector<std::string> keys;
  for (const auto& item : message.items) keys.push_back(item.key);
  return keys;
}

notify::Delivery part(const std::string& key, bool firing, Severity severity) {
  notify::Delivery made;
  made.message = support::message_of(key, severity);
  made.message.items[0].key = key;
  made.message.items[0].firing = firing;
  return made;
}

}  // namespace

TEST_CASE("a channel that was down for a day gets its backlog as one digest, in order") {
  DeliveryWorld world;
  world.start({{"ops", world.channel("ops")}});
  be_down_for_a_day(world);
  CHECK(world.view("ops").state == "waiting");
  CHECK(world.side("ops").attempts() < 130);  // one probe in a quarter of an hour, and the first
  world.side("ops").always(SendOutcome::delivered);
  world.advance(minutes(20));
  world.until_taken("ops", 2);
  const auto taken = world.side("ops").taken();
  REQUIRE(taken.size() == 2);
  CHECK(taken[0].id == "m0");  // it may have arrived before: under its own id only
  const auto& digest = taken[1];
  CHECK(digest.kind == notify::MessageKind::digest);
  CHECK(digest.title == "47 messages could not be sent in time");
  std::vector<std::string> expected;
  for (int number = 1; number < 48; ++number) expected.push_back("key/m" + std::to_string(number));
  CHECK(keys_of(digest) == expected);
  const auto merged = world.disk.in(DeliveryState::merged);
  REQUIRE(merged.size() == 47);
  CHECK(merged[0].answer == "in notification 49");
  world.put("ops", "after");
  world.deliverer().wake();
  world.until_taken("ops", 3);
  CHECK(world.side("ops").taken().back().id == "after");
}

TEST_CASE("a backlog that an agent finds when it starts is merged after what may have arrived") {
  DeliveryWorld world;
  for (int number = 0; number < 20; ++number) world.put("ops", "m" + std::to_string(number));
  world.clock.advance(hours(1));
  world.start({{"ops", world.channel("ops")}});
  world.until_taken("ops", 2);
  CHECK(world.side("ops").taken()[0].id == "m0");
  CHECK(world.side("ops").taken()[1].items.size() == 19);
}

TEST_CASE("a few messages that waited are told one by one") {
  DeliveryWorld world;
  world.side("ops").answer_with({{SendOutcome::retry, "no route", {}}});
  for (int number = 0; number <= notify::merge_above; ++number)
    world.put("ops", "m" + std::to_string(number));
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  world.advance(minutes(1));
  world.until_taken("ops", notify::merge_above + 1);
  CHECK(world.disk.in(DeliveryState::merged).empty());
}

TEST_CASE("a storm of fresh messages to a channel that is up is not merged") {
  DeliveryWorld world;
  for (int number = 0; number < 100; ++number) world.put("ops", "m" + std::to_string(number));
  world.start({{"ops", world.channel("ops")}});
  world.until_taken("ops", 100);
  CHECK(world.disk.in(DeliveryState::merged).empty());
}

TEST_CASE("a channel that opens and closes threads gets its backlog one by one") {
  DeliveryWorld world;
  auto settings = world.channel("ops");
  settings.keeps_threads = true;
  world.start({{"ops", settings}});
  be_down_for_a_day(world);
  world.side("ops").always(SendOutcome::delivered);
  world.advance(minutes(20));
  world.until_taken("ops", 48);
  CHECK(world.disk.in(DeliveryState::merged).empty());
}

TEST_CASE("a backlog larger than one digest becomes several, in order") {
  DeliveryWorld world;
  const int count = notify::merge_parts_max + 100;
  world.side("ops").answer_with({{SendOutcome::retry, "no route", {}}});
  for (int number = 0; number < count; ++number) world.put("ops", "m" + std::to_string(number));
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  world.advance(minutes(1));
  world.until_taken("ops", 3);
  const auto taken = world.side("ops").taken();
  REQUIRE(taken.size() == 3);
  CHECK(taken[1].items.size() + static_cast<std::size_t>(taken[1].left_out) == 500);
  CHECK(taken[1].items.back().key == "key/m500");
  CHECK(taken[2].items.size() + static_cast<std::size_t>(taken[2].left_out) == 99);
  CHECK(taken[2].items.back().key == "key/m599");
}

TEST_CASE("an outbox without room drops the oldest of the lowest severity, and says so") {
  DeliveryWorld world;
  world.side("ops").always(SendOutcome::retry, "no route");
  for (int number = 0; number < notify::pending_max; ++number)
    world.put("ops", "m" + std::to_string(number),
              number == 0 ? Severity::critical : Severity::warning);
  world.put("ops", "i1", Severity::info);
  world.put("ops", "i2", Severity::info);
  world.put("ops", "last", Severity::critical);
  world.start({{"ops", world.channel("ops")}});
  world.until([&] { return world.events().of("notification.dropped").size() == 1; });
  std::string gone;
  for (const auto& one : world.disk.in(DeliveryState::dropped)) gone += one.message.id + " ";
  CHECK(gone == "m1 i1 i2 ");
  CHECK(world.events().of("notification.dropped")[0].message ==
        "3 messages for channel ops were not sent: more than 5000 waited.");
  CHECK(world.deliverer().counts().depth == notify::pending_max);
}

TEST_CASE("waits grow from 5 s to 15 min, are spread by the seed, and never leave these bounds") {
  core::Milliseconds least{0};
  for (int failures = 1; failures <= 12; ++failures) {
    CAPTURE(failures);
    core::Milliseconds low = hours(1), high{0};
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const auto delay = notify::retry_delay(failures, {}, seed);
      low = std::min(low, delay);
      high = std::max(high, delay);
    }
    CHECK(low >= notify::retry_first);
    CHECK(high <= notify::retry_max);
    CHECK(low >= least);
    least = low;
    if (failures > 1) CHECK(high > low);
  }
  CHECK(notify::retry_delay(12, {}, 1) >= minutes(11));
  CHECK(notify::retry_delay(9, core::Milliseconds(0), 1) == notify::retry_first);
  CHECK(notify::retry_delay(1, hours(30), 1) == hours(1));
}

TEST_CASE("a stored time that no wait can reach counts as now") {
  const auto now = support::noon.wall;
  CHECK(notify::due_at(now + hours(1), now) == now + hours(1));
  CHECK(notify::due_at(now - hours(1), now) == now - hours(1));
  CHECK(notify::due_at(now + hours(24), now) == now);
}

TEST_CASE(
    "where a digest has no room for all, what was overtaken goes first, then the least severe") {
  std::vector<notify::Delivery> parts;
  parts.push_back(part("a", true, Severity::critical));  // overtaken below
  for (int number = 0; number < 25; ++number)
    parts.push_back(part("i" + std::to_string(number), true, Severity::info));
  for (int number = 0; number < 25; ++number)
    parts.push_back(part("w" + std::to_string(number), true, Severity::warning));
  parts.push_back(part("a", false, Severity::critical));
  const auto digest = notify::backlog_digest(parts, "d1", support::noon.wall);
  CHECK(digest.items.size() == 50);
  CHECK(digest.left_out == 2);
  CHECK(digest.severity == Severity::critical);
  CHECK(digest.host == "nas");
  CHECK(digest.id == "d1");
  CHECK(keys_of(digest).front() == "i1");
  CHECK_FALSE(digest.items.back().firing);
}
