#include "store/believed_time.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <chrono>

using namespace std::chrono_literals;
using store::BelievedTime;

namespace {

constexpr core::Milliseconds keep = 24h * 14, year = 24h * 365;

}  // namespace

TEST_CASE("a clock that goes on, is set back, or was away for some days is believed") {
  auto now = support::noon;
  BelievedTime time(now.wall - 24h * 10, now);
  CHECK(time.look(now, keep) == now.wall);
  now = now + 1h;
  CHECK(time.look(now, keep) == now.wall);
  now.wall += 24h * 13;
  CHECK(time.look(now, keep) == now.wall);
  now.wall -= year;
  CHECK(time.look(now, keep) == now.wall);
}

TEST_CASE("a step of a year is believed a day later, and forgotten when it is taken back") {
  auto now = support::noon;
  BelievedTime time(std::nullopt, now);
  now.wall += year;
  CHECK(time.look(now, keep) == now.wall - year);
  now = now + 23h;
  CHECK(time.look(now, keep) == now.wall - year);
  SECTION("it stays so") {
    now = now + 1h;
    CHECK(time.look(now, keep) == now.wall);
  }
  SECTION("it is set right") {
    now.wall -= year;
    CHECK(time.look(now, keep) == now.wall);
    now.wall += year;
    now = now + 2h;
    CHECK(time.look(now, keep) == now.wall - year);
  }
}

TEST_CASE("a clock that is a year ahead when the agent starts is not believed either") {
  const auto now = support::noon;
  BelievedTime time(now.wall - year, now);
  CHECK(time.look(now + 1h, keep) == now.wall - year + 1h);
}
