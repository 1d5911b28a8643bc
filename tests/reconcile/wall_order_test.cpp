#include "reconcile/wall_order.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

using namespace reconcile;
using namespace std::chrono_literals;
using support::noon;

namespace {

const WallOrder times(noon.wall);

}  // namespace

TEST_CASE("times of the past are in order, and so are those of the future") {
  for (const auto shift : {-1h, 1h}) {
    const auto at = noon.wall + shift;
    CHECK(times.is_before(at, at + 1ms));
    CHECK_FALSE(times.is_before(at, at));
    CHECK(times.is_not_before(at, at));
    CHECK(times.is_not_before(at + 1ms, at));
  }
}

TEST_CASE("between a time of the past and one of the future there is no order") {
  const auto past = noon.wall, future = noon.wall + 1ms;
  CHECK_FALSE(times.is_before(past, future));
  CHECK_FALSE(times.is_not_before(past, future));
  CHECK_FALSE(times.is_before(future, past));
  CHECK_FALSE(times.is_not_before(future, past));
}

TEST_CASE("how long ago the future was nobody knows") {
  CHECK(times.age(noon.wall - 3s) == 3s);
  CHECK(times.age(noon.wall) == 0s);
  CHECK_FALSE(times.age(noon.wall + 1ms).has_value());
}
