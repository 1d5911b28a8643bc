#include "reconcile/budget.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using reconcile::Allowance;
using reconcile::Breaker;
using reconcile::Budget;

namespace {

const core::MonoTime start{1'000'000ms};

// `count` services fail, a second apart.
bool fail(Breaker& breaker, int count, int well, core::MonoTime from = start) {
  bool opened = false;
  for (int i = 0; i < count; ++i)
    opened = breaker.note_failure({"shop/s" + std::to_string(i)}, well, from + i * 1s) || opened;
  return opened;
}

}  // namespace

TEST_CASE(
    "the budget is used up after twenty actions, and one is free when the oldest is ten minutes "
    "old") {
  Budget budget;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(budget.may_spend(start + i * 1s));
    budget.spend(start + i * 1s);
  }
  REQUIRE_FALSE(budget.may_spend(start + 20s));
  REQUIRE(budget.free_at(start + 20s) == start + 10min);
  REQUIRE(budget.left(start + 10min) == 1);
}

TEST_CASE("spending more than the budget has is paid back") {
  Budget budget(2, 10min);
  for (int i = 0; i < 3; ++i) budget.spend(start + i * 1min);
  REQUIRE(budget.free_at(start + 3min) == start + 11min);
  REQUIRE(budget.may_spend(start + 11min));
}

TEST_CASE("a budget of nothing allows nothing") {
  const Budget budget(0, 10min);
  REQUIRE_FALSE(budget.may_spend(start));
  REQUIRE_FALSE(budget.free_at(start));
}

TEST_CASE("five services of ten that fail within a minute open the breaker, once") {
  Breaker breaker;
  REQUIRE_FALSE(fail(breaker, 4, 10));
  REQUIRE(breaker.note_failure({"shop/x"}, 6, start + 5s));
  REQUIRE(breaker.state() == Breaker::State::open);
  REQUIRE_FALSE(breaker.note_failure({"shop/y"}, 5, start + 6s));
  REQUIRE(breaker.failed().size() == 6);
}

TEST_CASE("of forty services twelve have to fail: thirty percent of those that were well") {
  Breaker breaker;
  REQUIRE_FALSE(fail(breaker, 11, 40));
  REQUIRE(breaker.note_failure({"shop/x"}, 29, start + 12s));
}

TEST_CASE("failures more than a minute apart do not add up") {
  Breaker breaker;
  for (int i = 0; i < 20; ++i)
    REQUIRE_FALSE(breaker.note_failure({"shop/s" + std::to_string(i)}, 10, start + i * 16s));
}

TEST_CASE("the same service failing again and again does not open the breaker") {
  Breaker breaker;
  for (int i = 0; i < 20; ++i)
    REQUIRE_FALSE(breaker.note_failure({"shop/web"}, 10, start + i * 1s));
}

TEST_CASE("failures with an ill dependency, and kills by a client, are not counted") {
  Breaker breaker;
  for (int i = 0; i < 20; ++i) {
    REQUIRE_FALSE(
        breaker.note_failure({"shop/s" + std::to_string(i), i % 2 == 0, i % 2 == 1}, 10, start));
  }
  REQUIRE(breaker.state() == Breaker::State::closed);
}

TEST_CASE(
    "after a good look at engine and host it is one service at a time, and a quiet minute closes "
    "the breaker") {
  Breaker breaker;
  fail(breaker, 5, 10);
  REQUIRE(reconcile::allowance_of(Budget(), breaker, start) == Allowance::nothing);
  breaker.note_probed_well(start + 10s);
  REQUIRE(reconcile::allowance_of(Budget(), breaker, start) == Allowance::one_service);
  breaker.tick(start + 2min);
  REQUIRE(breaker.state() == Breaker::State::one_at_a_time);
  for (int i = 0; i < 5; ++i) breaker.note_well("shop/s" + std::to_string(i));
  REQUIRE(breaker.changes_at() == start + 70s);
  breaker.tick(start + 2min);
  REQUIRE(breaker.state() == Breaker::State::closed);
}

TEST_CASE("what stays ill does not keep the breaker from closing after ten minutes") {
  Breaker breaker;
  fail(breaker, 5, 10);
  breaker.note_probed_well(start + 10s);
  REQUIRE(breaker.changes_at() == start + 10s + 10min);
  breaker.tick(start + 10s + 10min);
  REQUIRE(breaker.state() == Breaker::State::closed);
}

TEST_CASE("one at a time opens again when as many fail again") {
  Breaker breaker;
  fail(breaker, 5, 10);
  breaker.note_probed_well(start + 10s);
  REQUIRE(fail(breaker, 5, 10, start + 20s));
  REQUIRE(breaker.state() == Breaker::State::open);
}

TEST_CASE("a new start of the engine forgets what failed under the old one") {
  Breaker breaker;
  fail(breaker, 4, 10);
  breaker.note_new_engine();
  REQUIRE_FALSE(breaker.note_failure({"shop/x"}, 10, start + 5s));
}

TEST_CASE("an empty budget leaves first attempts") {
  Budget budget(1, 10min);
  REQUIRE(reconcile::allowance_of(budget, Breaker(), start) == Allowance::everything);
  budget.spend(start);
  REQUIRE(reconcile::allowance_of(budget, Breaker(), start) == Allowance::first_attempts);
}
