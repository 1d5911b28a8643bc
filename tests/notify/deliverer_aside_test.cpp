// A message that the other side sees and does not take must not keep back those behind it for ever.
#include "notify/delivery_world.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>

namespace {

using notify::Answer;
using notify::DeliveryState;
using notify::SendOutcome;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using support::DeliveryWorld;
using support::ids_of;

const Answer ok{SendOutcome::delivered, "250 queued", {}};
Answer not_this() { return {SendOutcome::retry, "HTTP 500: cannot read this", {}, true}; }
Answer unreachable() { return {SendOutcome::retry, "no route", {}}; }

// Takes all but these; what is asked for is counted.
void take_all_but(DeliveryWorld& world, std::set<std::string> poison) {
  world.side("ops").reply_with([poison](const notify::Message& message, const auto&) {
    return poison.contains(message.id) ? not_this() : ok;
  });
}

void pass(DeliveryWorld& world, core::Milliseconds time, core::Milliseconds step = minutes(1)) {
  for (core::Milliseconds passed{0}; passed < time; passed += step) {
    world.advance(step);
    world.settle();
  }
}

// "poison" is not taken, "a" behind it has been.
void set_poison_aside(DeliveryWorld& world) {
  take_all_but(world, {"poison"});
  world.put("ops", "poison");
  world.start({{"ops", world.channel("ops")}});
  world.put("ops", "a");
  pass(world, minutes(80));
  REQUIRE(ids_of(world.side("ops").taken()) == "a ");
}

notify::Delivery row_of(const DeliveryWorld& world, const std::string& id) {
  for (const auto& one : world.disk.outbox)
    if (one.message.id == id) return one;
  FAIL("no row " + id);
  return {};
}

}  // namespace

TEST_CASE("a message that is never taken steps aside after an hour, and those behind it arrive") {
  DeliveryWorld world;
  take_all_but(world, {"poison"});
  world.put("ops", "poison");
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  for (const auto* id : {"a", "b", "c"}) world.put("ops", id);
  pass(world, minutes(59));
  CHECK(world.side("ops").taken().empty());
  pass(world, minutes(17));
  CHECK(ids_of(world.side("ops").taken()) == "a b c ");
  const auto aside = row_of(world, "poison");
  CHECK(aside.state == DeliveryState::pending);
  CHECK(aside.answer == "set aside, what comes after it is sent: HTTP 500: cannot read this");
  CHECK(world.view("ops").state == "ok");
  CHECK(world.view("ops").pending == 1);
  world.put("ops", "d");
  world.deliverer().wake();
  world.until([&] { return world.side("ops").taken().size() == 4; });
  const auto failed = world.events().of("notification.failed");
  REQUIRE_FALSE(failed.empty());
  CHECK(failed.back().message ==
        "Channel ops does not take \"title of poison\": HTTP 500: cannot read this. What comes "
        "after it is sent, and it is tried again beside.");
}

TEST_CASE("what stepped aside is tried on at its own pace until it is taken") {
  DeliveryWorld world;
  set_poison_aside(world);
  const auto before = row_of(world, "poison").attempts;
  pass(world, hours(4));
  const auto tries = row_of(world, "poison").attempts - before;
  CHECK(tries >= 12);
  CHECK(tries <= 24);
  take_all_but(world, {});
  pass(world, minutes(20));
  CHECK(ids_of(world.side("ops").taken()) == "a poison ");
  CHECK(row_of(world, "poison").state == DeliveryState::sent);
}

TEST_CASE("what stepped aside expires like everything else, and that is said") {
  DeliveryWorld world;
  set_poison_aside(world);
  pass(world, hours(72), minutes(15));
  const auto gone = row_of(world, "poison");
  CHECK(gone.state == DeliveryState::dropped);
  CHECK(gone.answer.starts_with("expired; last: set aside"));
  CHECK(world.events().of("notification.dropped").size() == 1);
}

TEST_CASE("a restart finds what was set aside by what was sent after it") {
  DeliveryWorld world;
  set_poison_aside(world);
  world.put("ops", "b");
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  CHECK(ids_of(world.side("ops").taken()) == "a b ");
  CHECK(row_of(world, "poison").state == DeliveryState::pending);
}

TEST_CASE("a channel that is down keeps its order, whatever it answers") {
  DeliveryWorld world;
  world.side("ops").always(SendOutcome::retry, "no route");
  const bool answers = GENERATE(false, true);
  world.side("ops").reply_with(
      [answers](const auto&, const auto&) { return answers ? not_this() : unreachable(); });
  for (const auto* id : {"a", "b", "c"}) world.put("ops", id);
  world.start({{"ops", world.channel("ops")}});
  pass(world, hours(24), minutes(5));
  CHECK(row_of(world, "c").attempts <= (answers ? 8 : 0));
  CHECK(row_of(world, "b").attempts <= (answers ? 3 : 0));
  world.side("ops").always(SendOutcome::delivered);
  pass(world, minutes(20));
  CHECK(ids_of(world.side("ops").taken()) == "a b c ");
}

TEST_CASE("several that are not taken in a row all step aside in the end") {
  DeliveryWorld world;
  take_all_but(world, {"p1", "p2", "p3"});
  for (const auto* id : {"p1", "p2", "p3", "a", "b"}) world.put("ops", id);
  world.start({{"ops", world.channel("ops")}});
  pass(world, hours(6));
  CHECK(ids_of(world.side("ops").taken()) == "a b ");
  for (const auto* id : {"p1", "p2", "p3"})
    CHECK(row_of(world, id).state == DeliveryState::pending);
  const auto tried = row_of(world, "p3").attempts;
  pass(world, hours(1));
  CHECK(row_of(world, "p3").attempts > tried);
}

TEST_CASE("a person who asks for another try of what was set aside gets it now") {
  DeliveryWorld world;
  set_poison_aside(world);
  take_all_but(world, {});
  REQUIRE(world.ask(world.deliverer().retry(1)));
  world.until([&] { return world.pending("ops").empty(); });
  CHECK(ids_of(world.side("ops").taken()) == "a poison ");
}

TEST_CASE("an old one that a person wants again keeps back nothing that is new") {
  DeliveryWorld world;
  world.side("ops").answer_with({{SendOutcome::refused, "HTTP 404", {}}, ok});
  world.put("ops", "old");
  world.put("ops", "a");
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  REQUIRE(row_of(world, "old").state == DeliveryState::failed);
  take_all_but(world, {"old"});
  REQUIRE(world.ask(world.deliverer().retry(1)));
  world.settle();
  CHECK(row_of(world, "old").attempts == 2);
  world.put("ops", "b");
  world.deliverer().wake();
  world.settle();
  CHECK(ids_of(world.side("ops").taken()) == "a b ");
}

TEST_CASE("where threads are opened and closed, a beginning is not told after its end") {
  DeliveryWorld world;
  take_all_but(world, {"poison"});
  auto channel = world.channel("ops");
  channel.keeps_threads = true;
  world.put("ops", "poison");
  world.put("ops", "end");
  world.disk.outbox.back().message.thread = "poison";
  world.start({{"ops", channel}});
  pass(world, minutes(80));
  REQUIRE(ids_of(world.side("ops").taken()) == "end ");
  take_all_but(world, {});
  pass(world, minutes(20));
  CHECK(ids_of(world.side("ops").taken()) == "end ");
  const auto gone = row_of(world, "poison");
  CHECK(gone.state == DeliveryState::dropped);
  CHECK(gone.answer.starts_with("a later message of its thread was taken"));
  CHECK(world.events().of("notification.dropped").size() == 1);
}

TEST_CASE("what waits for a channel that a reload renames goes on under its new name, once") {
  DeliveryWorld world;
  std::atomic<bool> go = false;
  world.side("ops").reply_with([&](const auto&, const auto&) {
    while (!go) std::this_thread::yield();
    return ok;
  });
  for (const auto* id : {"a", "b", "c"}) world.put("ops", id);
  world.start({{"ops", world.channel("ops")}});
  world.until([&] { return world.side("ops").attempts() == 1; });
  world.deliverer().configure(
      {{"team", world.channel("ops")}, {"other", world.channel("other", "2")}});
  for (int i = 0; i < 50; ++i) world.io.poll();
  go = true;
  world.until(
      [&] { return world.side("ops").taken().size() == 3 && world.pending("team").empty(); });
  CHECK(ids_of(world.side("ops").taken()) == "a b c ");
  CHECK(world.pending("ops").empty());
  CHECK(world.disk.in(DeliveryState::merged).size() == 2);
  CHECK(world.events().of("notification.dropped").empty());
  CHECK(world.side("other").attempts() == 0);
}

TEST_CASE("what waits for a channel whose type changes goes out the new way, and nothing is lost") {
  DeliveryWorld world;
  world.side("ops").always(SendOutcome::retry, "no route");
  for (const auto* id : {"a", "b"}) world.put("ops", id);
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  auto other = world.channel("phone");
  other.type = "another";
  world.deliverer().configure({{"ops", other}});
  world.until([&] { return world.pending("ops").empty(); });
  CHECK(ids_of(world.side("phone").taken()) == "a b ");
  CHECK(world.side("ops").taken().empty());
}

TEST_CASE("a channel that comes back while it is still sending is not served by two") {
  DeliveryWorld world;
  std::atomic<bool> go = false;
  std::atomic<int> at_once = 0, most = 0;
  world.side("ops").reply_with([&](const auto&, const auto&) {
    most = std::max(most.load(), ++at_once);
    while (!go) std::this_thread::yield();
    --at_once;
    return ok;
  });
  for (const auto* id : {"a", "b", "c"}) world.put("ops", id);
  world.start({{"ops", world.channel("ops")}});
  world.until([&] { return world.side("ops").attempts() == 1; });
  const auto settings = GENERATE_COPY(std::string("1"), std::string("other settings"));
  world.deliverer().configure({});
  world.deliverer().configure({{"ops", world.channel("ops", settings)}});
  for (int i = 0; i < 50; ++i) world.io.poll();
  CHECK(world.side("ops").attempts() == 1);
  go = true;
  world.until([&] { return world.pending("ops").empty(); });
  CHECK(ids_of(world.side("ops").taken()) == "a b c ");
  CHECK(most == 1);
  CHECK(world.disk.in(DeliveryState::sent).size() == 3);
}
