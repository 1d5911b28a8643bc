#include "notify/deliverer.hpp"

#include "notify/delivery_world.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <stdexcept>
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

Answer later(std::optional<core::Milliseconds> after = {}) {
  return {SendOutcome::retry, "no route", after};
}
const Answer ok{SendOutcome::delivered, "250 queued", {}};
const Answer no{SendOutcome::refused, "HTTP 404: no_team", {}};

}  // namespace

TEST_CASE(
    "messages reach their channels in the order in which they were made, and it is on record") {
  DeliveryWorld world;
  for (const auto* id : {"1", "2", "3"}) {
    world.put("ops", std::string("a") + id);
    world.put("chat", std::string("b") + id);
  }
  world.side("ops").answer_with({ok, ok, ok});
  world.start({{"ops", world.channel("ops")}, {"chat", world.channel("chat")}});
  world.until_taken("ops", 3);
  world.until_taken("chat", 3);
  CHECK(ids_of(world.side("ops").taken()) == "a1 a2 a3 ");
  CHECK(ids_of(world.side("chat").taken()) == "b1 b2 b3 ");
  const auto sent = world.disk.in(DeliveryState::sent);
  REQUIRE(sent.size() == 6);
  CHECK(sent[0].answer == "250 queued");
  CHECK(sent[0].attempts == 1);
  CHECK(sent[0].ended_at == world.clock.now().wall);
  CHECK(world.events().of("notification.sent").size() == 6);
  CHECK(world.events().events.at(0).severity == model::Severity::info);
}

TEST_CASE("what is put into the outbox later is sent when the deliverer is told") {
  DeliveryWorld world;
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  world.put("ops", "1");
  world.deliverer().wake();
  world.until_taken("ops", 1);
}

TEST_CASE("a message that cannot be delivered keeps its place, and waits longer each time") {
  DeliveryWorld world;
  world.put("ops", "1");
  world.put("ops", "2");
  world.side("ops").answer_with({later(), later(), later()});
  world.start({{"ops", world.channel("ops")}});
  core::Milliseconds waited{0};
  for (int attempt = 1; attempt <= 3; ++attempt) {
    world.settle();
    REQUIRE(world.side("ops").attempts() == attempt);
    const auto head = world.pending("ops").at(0);
    CHECK(head.message.id == "1");
    CHECK(head.attempts == attempt);
    CHECK(head.answer == "no route");
    const auto pause = *head.next_attempt_at - world.clock.now().wall;
    CHECK(pause >= waited);
    waited = pause;
    world.advance(pause - core::Milliseconds(1));
    world.settle();
    CHECK(world.side("ops").attempts() == attempt);
    world.advance(core::Milliseconds(1));
  }
  world.until_taken("ops", 2);
  CHECK(ids_of(world.side("ops").taken()) == "1 2 ");
  CHECK(world.events().of("notification.failed").size() == 1);  // when it began
}

TEST_CASE("when the other side says when to come back, that is when") {
  DeliveryWorld world;
  world.put("ops", "1");
  world.side("ops").answer_with({later(minutes(7)), later(hours(5))});
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  CHECK(world.view("ops").next_attempt_at == world.clock.now().wall + minutes(7));
  world.advance(minutes(7));
  world.settle();
  CHECK(world.view("ops").next_attempt_at == world.clock.now().wall + hours(1));
}

TEST_CASE("what is refused has failed for good, the next ones go on, and the first one is said") {
  DeliveryWorld world;
  for (const auto* id : {"1", "2", "3", "4", "5"}) world.put("ops", id);
  world.side("ops").answer_with({no, no, ok, no, ok});
  world.start({{"ops", world.channel("ops")}});
  world.until_taken("ops", 2);
  CHECK(ids_of(world.side("ops").taken()) == "3 5 ");
  const auto failed = world.disk.in(DeliveryState::failed);
  REQUIRE(failed.size() == 3);
  CHECK(failed[0].answer == "HTTP 404: no_team");
  const auto said = world.events().of("notification.dropped");
  REQUIRE(said.size() == 2);
  CHECK(said[0].severity == model::Severity::warning);
  CHECK(said[0].message.find("ops refused \"title of 1\": HTTP 404: no_team") != std::string::npos);
  CHECK(said[1].message.find("title of 4") != std::string::npos);
  CHECK(world.events().of("notification.failed").size() == 1);
}

TEST_CASE("a channel that hangs keeps no other one waiting, and ends when the agent stops") {
  DeliveryWorld world;
  std::atomic<bool> began = false;
  world.side("slow").reply_with([&](const auto&, const notify::SendLimit& limit) {
    began = true;
    while (limit.goes_on()) std::this_thread::yield();
    return Answer{SendOutcome::retry, "the agent stops", {}};
  });
  world.put("slow", "1");
  world.put("ops", "2");
  auto& life = world.start({{"slow", world.channel("slow")}, {"ops", world.channel("ops")}});
  world.until_taken("ops", 1);
  world.until([&] { return began.load(); });
  life.stop();
  const auto waits = world.pending("slow");
  REQUIRE(waits.size() == 1);
  CHECK(waits[0].attempts == 0);
  CHECK(life.events.of("notification.failed").empty());
}

TEST_CASE("what the other side takes while the agent stops is on record") {
  DeliveryWorld world;
  std::atomic<bool> began = false;
  world.side("slow").reply_with([&](const auto&, const notify::SendLimit& limit) {
    began = true;
    while (limit.goes_on()) std::this_thread::yield();
    return ok;
  });
  world.put("slow", "1");
  auto& life = world.start({{"slow", world.channel("slow")}});
  world.until([&] { return began.load(); });
  life.stop();
  CHECK(world.disk.in(DeliveryState::sent).size() == 1);
}

TEST_CASE("a channel that throws is tried again, and the others go on") {
  DeliveryWorld world;
  world.side("bad").reply_with(
      [](const auto&, const auto&) -> Answer { throw std::runtime_error("a bug"); });
  world.put("bad", "1");
  world.put("ops", "2");
  world.start({{"bad", world.channel("bad")}, {"ops", world.channel("ops")}});
  world.until_taken("ops", 1);
  world.settle();
  CHECK(world.pending("bad").at(0).answer == "internal error: a bug");
}

TEST_CASE("what expired is dropped, which is said once") {
  DeliveryWorld world;
  for (int id = 1; id <= 30; ++id) world.put("ops", std::to_string(id));
  world.clock.advance(notify::delivery_expires_after - hours(1));
  world.put("ops", "fresh");
  world.clock.advance(hours(1));
  world.start({{"ops", world.channel("ops")}});
  world.until_taken("ops", 1);
  CHECK(ids_of(world.side("ops").taken()) == "fresh ");
  CHECK(world.disk.in(DeliveryState::dropped).size() == 30);
  const auto said = world.events().of("notification.dropped");
  REQUIRE(said.size() == 1);
  CHECK(said[0].message.find("30 messages for channel ops were not sent: expired") == 0);
}

TEST_CASE("what waits for a channel that is not configured any more is dropped on record") {
  DeliveryWorld world;
  world.side("ops").always(SendOutcome::retry, "no route");
  for (const auto* id : {"1", "2"}) world.put("ops", id);
  world.put("gone", "3");
  world.start({{"ops", world.channel("ops")}});
  world.until([&] { return world.disk.in(DeliveryState::dropped).size() == 1; });
  CHECK(world.disk.in(DeliveryState::dropped)[0].answer ==
        "the channel is not configured any more");
  world.deliverer().configure({});
  world.until([&] { return world.disk.in(DeliveryState::dropped).size() == 3; });
  CHECK(world.deliverer().channels().empty());
  world.until([&] { return world.events().of("notification.dropped").size() == 2; });
}

TEST_CASE("a reload keeps the circuit of an equal channel, and tries a changed one at once") {
  DeliveryWorld world;
  world.put("ops", "1");
  world.side("ops").answer_with({later(), later(), later()});
  world.start({{"ops", world.channel("ops")}});
  for (int attempt = 1; attempt < 3; ++attempt) {
    world.settle();
    world.advance(minutes(1));
  }
  world.settle();
  CHECK(world.view("ops").state == "waiting");
  world.deliverer().configure({{"ops", world.channel("ops")}});
  world.settle();
  CHECK(world.view("ops").state == "waiting");
  CHECK(world.side("ops").attempts() == 3);
  world.deliverer().configure({{"ops", world.channel("new", "2")}});
  world.until_taken("new", 1);
  CHECK(world.view("ops").state == "ok");
}

TEST_CASE("while the store cannot say that a message was sent, it is not sent again") {
  DeliveryWorld world;
  world.put("ops", "1");
  world.put("ops", "2");
  auto& life = world.start({{"ops", world.channel("ops")}});
  life.store.writes_left = 0;
  world.until([&] { return world.side("ops").attempts() == 1; });
  for (int i = 0; i < 5; ++i) {
    world.advance(minutes(1));
    world.io.poll();
  }
  CHECK(world.side("ops").attempts() == 1);
  CHECK(life.events.of("notification.sent").empty());
  life.store.writes_left.reset();
  life.store.broken = false;
  world.deliverer().wake();
  world.until_taken("ops", 2);
  CHECK(ids_of(world.side("ops").taken()) == "1 2 ");
  CHECK(life.events.of("notification.sent").size() == 2);
}

TEST_CASE("after a kill between the answer and the record, the same id is sent again") {
  DeliveryWorld world;
  world.put("ops", "1");
  auto& life = world.start({{"ops", world.channel("ops")}});
  life.store.writes_left = 0;
  world.until([&] { return world.side("ops").attempts() == 1 && life.store.broken; });
  world.start({{"ops", world.channel("ops")}});
  world.until_taken("ops", 2);
  CHECK(ids_of(world.side("ops").taken()) == "1 1 ");
}

TEST_CASE("an agent that starts goes on with the wait that the last one had begun") {
  DeliveryWorld world;
  world.put("ops", "1");
  world.side("ops").answer_with({later(minutes(20))});
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  world.start({{"ops", world.channel("ops")}});
  world.advance(minutes(19));
  world.settle();
  CHECK(world.side("ops").attempts() == 1);
  world.advance(minutes(1));
  world.until_taken("ops", 1);
  CHECK(world.events().of("notification.failed").empty());  // it had been said
}
