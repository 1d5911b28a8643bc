// What people ask of the deliverer: tests, another try, numbers; and the channels that are fed.
#include "notify/delivery_world.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace {

using notify::Answer;
using notify::DeliveryState;
using notify::SendOutcome;
using std::chrono::hours;
using std::chrono::minutes;
using support::DeliveryWorld;
using support::ids_of;

Answer later(std::optional<core::Milliseconds> after = {}) {
  return {SendOutcome::retry, "no route", after};
}
const Answer ok{SendOutcome::delivered, "250 queued", {}};
const Answer no{SendOutcome::refused, "HTTP 404: no_team", {}};

}  // namespace

TEST_CASE("a test says exactly what the other side answered, beside the outbox") {
  DeliveryWorld world;
  world.side("ops").answer_with({{SendOutcome::refused, "535 5.7.8 Error: authentication", {}}});
  world.start({{"ops", world.channel("ops")}});
  const auto refused = world.ask(world.deliverer().test("ops"));
  REQUIRE(refused);
  CHECK_FALSE(refused->delivered);
  CHECK(refused->answer == "535 5.7.8 Error: authentication");
  world.side("ops").answer_with({ok});
  const auto taken = world.ask(world.deliverer().test("ops"));
  REQUIRE(taken);
  CHECK(taken->delivered);
  CHECK(world.side("ops").taken().at(0).kind == notify::MessageKind::test);
  CHECK(world.disk.outbox.empty());
  const auto unknown = world.ask(world.deliverer().test("opps"));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == core::Errc::not_found);
}

TEST_CASE("two tests of a channel at once are a conflict") {
  DeliveryWorld world;
  std::atomic<bool> go = false;
  world.side("ops").reply_with([&](const auto&, const auto&) {
    while (!go) std::this_thread::yield();
    return ok;
  });
  world.start({{"ops", world.channel("ops")}});
  std::optional<core::Result<notify::TestResult>> first;
  struct Asked {
    static notify::awaitable<void> test(notify::Deliverer* deliverer,
                                        std::optional<core::Result<notify::TestResult>>* into) {
      auto result = co_await deliverer->test("ops");
      into->emplace(std::move(result));
    }
  };
  world.life().group().spawn("first", Asked::test(&world.deliverer(), &first));
  world.until([&] { return world.side("ops").attempts() == 1; });
  const auto second = world.ask(world.deliverer().test("ops"));
  REQUIRE_FALSE(second);
  CHECK(second.error().code == core::Errc::conflict);
  go = true;
  world.until([&] { return first.has_value(); });
  CHECK(first->value().delivered);
}

TEST_CASE("a test that arrives lets what waits be tried at once") {
  DeliveryWorld world;
  world.put("ops", "1");
  world.side("ops").answer_with({later(hours(1))});
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  REQUIRE(world.ask(world.deliverer().test("ops"))->delivered);
  world.until([&] { return world.disk.in(DeliveryState::sent).size() == 1; });
}

TEST_CASE("a person can have one tried again that is pending, failed or dropped") {
  DeliveryWorld world;
  world.side("ops").answer_with({no, ok, later(hours(1))});
  for (const auto* id : {"1", "2", "3"}) world.put("ops", id);
  world.start({{"ops", world.channel("ops")}});
  world.until([&] { return world.side("ops").attempts() == 3; });
  world.settle();
  const auto again = world.ask(world.deliverer().retry(1));
  REQUIRE(again);
  CHECK(again->state == DeliveryState::pending);
  world.until_taken("ops", 3);
  CHECK(ids_of(world.side("ops").taken()) == "2 1 3 ");
  const auto sent = world.ask(world.deliverer().retry(2));
  REQUIRE_FALSE(sent);
  CHECK(sent.error().code == core::Errc::conflict);
  const auto unknown = world.ask(world.deliverer().retry(77));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == core::Errc::not_found);
}

TEST_CASE("outcomes are counted by channel, and what waits at last") {
  DeliveryWorld world;
  world.side("ops").answer_with({later(), ok, no, later()});
  for (const auto* id : {"1", "2", "3"}) world.put("ops", id);
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  world.advance(minutes(1));
  world.settle();
  world.until([&] { return world.deliverer().counts().depth == 1; });
  using Outcome = std::pair<std::string, std::string>;
  CHECK(world.deliverer().counts().outcomes ==
        std::map<Outcome, std::uint64_t>{
            {{"ops", "failed"}, 1}, {{"ops", "retry"}, 2}, {{"ops", "sent"}, 1}});
  CHECK(world.view("ops").pending == 1);
  CHECK(world.view("ops").state == "failing");
}

TEST_CASE("a fed channel is told what fires, the newest state, and tested by an alert") {
  DeliveryWorld world;
  world.start({{"am", fakes::feed_to(world.side_of("am"))}, {"ops", world.channel("ops")}});
  CHECK(world.deliverer().has_feeds());
  notify::AlertNow alert;
  alert.item.key = "engine";
  world.deliverer().feed({alert});
  world.until([&] { return world.side("am").posts().size() == 1; });
  CHECK(world.side("am").posts()[0].at(0).item.key == "engine");
  REQUIRE(world.ask(world.deliverer().test("am"))->delivered);
  CHECK(world.side("am").posts()[1].at(0).item.key.starts_with("test/"));
  CHECK(world.side("am").attempts() == 0);
  world.side("am").answer_with({later(), later()});
  for (std::size_t round = 3; round <= 5; ++round) {
    world.deliverer().feed({});
    world.until([&] { return world.side("am").posts().size() == round; });
  }
  world.until([&] { return world.view("am").state == "ok"; });
  CHECK(world.events().of("notification.failed").size() == 1);
}
