#include "notify/silence_book.hpp"

#include "fakes/manual_clock.hpp"
#include "fakes/notify_store.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

namespace {

using std::chrono::hours;

struct Desk {
  Desk() { book.restore({}); }
  notify::Silence wanted(core::Milliseconds from, core::Milliseconds until) const {
    notify::Silence silence;
    silence.match.deployment = "shop";
    silence.starts_at = clock.now().wall + from;
    silence.ends_at = clock.now().wall + until;
    silence.by = "anna";
    return silence;
  }
  core::Result<notify::Silence> add(notify::Silence silence) {
    return support::run(io, book.silence(std::move(silence)));
  }
  core::Result<notify::Silence> expire(std::int64_t id) {
    return support::run(io, book.expire(id, "ben"));
  }

  boost::asio::io_context io{1};
  fakes::NotifyDisk disk;
  fakes::NotifyStore store{disk};
  fakes::ManualClock clock;
  int changes = 0;
  notify::SilenceBook book{store, clock,
                           [this](const std::vector<notify::Silence>&) { ++changes; }};
};

}  // namespace

TEST_CASE("a silence is durable when it is answered, and listed") {
  Desk desk;
  const auto made = desk.add(desk.wanted({}, hours(2)));
  REQUIRE(made);
  CHECK(made->id == 1);
  CHECK(made->made_at == desk.clock.now().wall);
  CHECK(desk.disk.silences == std::vector<notify::Silence>{*made});
  CHECK(desk.book.silences() == desk.disk.silences);
  CHECK(desk.changes == 1);
}

TEST_CASE("a silence that makes no sense, or cannot be stored, changes nothing") {
  Desk desk;
  const auto backwards = desk.add(desk.wanted(hours(2), hours(1)));
  REQUIRE_FALSE(backwards);
  CHECK(backwards.error().code == core::Errc::invalid);
  desk.store.broken = true;
  const auto unstored = desk.add(desk.wanted({}, hours(1)));
  REQUIRE_FALSE(unstored);
  CHECK(unstored.error().code == core::Errc::unavailable);
  CHECK(desk.book.silences().empty());
  CHECK(desk.changes == 0);
}

TEST_CASE("an expired silence is over now, and stays listed for a week") {
  Desk desk;
  REQUIRE(desk.add(desk.wanted({}, hours(2))));
  REQUIRE(desk.add(desk.wanted(hours(1), hours(2))));
  desk.clock.advance(hours(0) + std::chrono::minutes(5));
  const auto now = desk.clock.now().wall;
  for (const auto id : {1, 2}) {
    const auto ended = desk.expire(id);
    REQUIRE(ended);
    CHECK(ended->ends_at == now);
    CHECK(ended->starts_at <= now);
    CHECK(ended->comment == "(ended by ben)");
    CHECK(desk.expire(id).error().code == core::Errc::conflict);
  }
  CHECK(desk.expire(3).error().code == core::Errc::not_found);
  CHECK(desk.book.silences().size() == 2);
  desk.clock.advance(hours(24 * 8));
  CHECK(desk.book.silences().empty());
}

TEST_CASE("the number of silences is limited") {
  Desk desk;
  for (std::size_t i = 0; i < notify::SilenceBook::silences_max; ++i)
    REQUIRE(desk.add(desk.wanted({}, hours(2))));
  CHECK(desk.add(desk.wanted({}, hours(2))).error().code == core::Errc::invalid);
  REQUIRE(desk.expire(7));
  CHECK(desk.add(desk.wanted({}, hours(2))));
}

TEST_CASE("before the store has answered no silence is taken") {
  Desk desk;
  notify::SilenceBook early(desk.store, desk.clock, [](const auto&) {});
  auto asking = early.silence(desk.wanted({}, hours(1)));
  const auto refused = support::run(desk.io, std::move(asking));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::Errc::unavailable);
}
