#include "notify/deliverer.hpp"

#include "notify/delivery_world.hpp"
#include "support/catch.hpp"

#include <atomic>

namespace {

using notify::Answer;
using notify::DeliveryState;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using support::DeliveryWorld;

Answer unreached() { return {notify::SendOutcome::retry, "no route", {}}; }

}  // namespace

TEST_CASE("a clock that is set right does not take the time of what waits for the network") {
  DeliveryWorld world;
  world.put("ops", "back after a reboot");
  world.side("ops").answer_with({unreached(), unreached()});
  world.start({{"ops", world.channel("ops")}});
  world.settle();
  world.clock.advance(seconds(1));
  world.clock.sleep(hours(24 * 5));  // the board was off for so long
  world.deliverer().wake();
  world.settle();
  CHECK(world.disk.in(DeliveryState::dropped).empty());
  world.clock.advance(minutes(1));
  world.deliverer().wake();
  world.until_taken("ops", 1);
  // What it was given anew ends, too.
  world.side("ops").answer_with({unreached(), unreached(), unreached(), unreached()});
  world.put("ops", "later");
  world.deliverer().wake();
  world.settle();
  world.clock.advance(notify::delivery_expires_after);
  world.deliverer().wake();
  world.until([&] { return world.disk.in(DeliveryState::dropped).size() == 1; });
}

TEST_CASE("a send has as long as the timeout of a channel may be") {
  DeliveryWorld world;
  std::atomic<core::Milliseconds::rep> given = 0;
  world.side("ops").reply_with([&](const auto&, const notify::SendLimit& limit) {
    given = limit.timeout.count();
    return Answer{notify::SendOutcome::delivered, "250 queued", {}};
  });
  world.put("ops", "1");
  world.start({{"ops", world.channel("ops")}});
  world.until_taken("ops", 1);
  CHECK(core::Milliseconds(given.load()) == minutes(5));
}
