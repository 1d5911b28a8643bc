#include "core/minifloat.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <limits>
#include <random>

using namespace core;

TEST_CASE("every code but that of no value goes through its number and back") {
  double before = -1;
  for (unsigned code = 0; code < no_value; ++code) {
    const auto value = from_minifloat(static_cast<Minifloat>(code));
    REQUIRE(value > before);
    REQUIRE(to_minifloat(value) == code);
    before = value;
  }
  CHECK(before > std::ldexp(1.0, 50));
}

TEST_CASE("a number comes back within a thousandth, over the whole range") {
  std::mt19937_64 random(20261122);
  std::uniform_real_distribution<double> exponent(std::log2(0.001), 50);
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto value = std::exp2(exponent(random));
    worst = std::max(worst, std::abs(from_minifloat(to_minifloat(value)) - value) / value);
  }
  for (const auto value : {0.001, 0.0015, 1.0005, 99.95, 1e9, std::ldexp(1.0, 50)}) {
    worst = std::max(worst, std::abs(from_minifloat(to_minifloat(value)) - value) / value);
  }
  CHECK(worst < 0.001);
  CHECK(worst > 0.0001);  // it is two bytes, after all
}

TEST_CASE("the nearer of two neighbors is taken") {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<unsigned> codes(1, greatest_minifloat - 1);
  for (int i = 0; i < 10'000; ++i) {
    const auto code = static_cast<Minifloat>(codes(random));
    const auto low = from_minifloat(code);
    const auto gap = from_minifloat(static_cast<Minifloat>(code + 1)) - low;
    REQUIRE(to_minifloat(low + 0.49 * gap) == code);
    REQUIRE(to_minifloat(low + 0.51 * gap) == code + 1);
  }
}

TEST_CASE("whole numbers up to 2048 are exact") {
  for (int value = 0; value <= 2048; ++value) REQUIRE(from_minifloat(to_minifloat(value)) == value);
}

TEST_CASE("what is too small is nothing, and what is too great the greatest") {
  CHECK(to_minifloat(0.0) == 0);
  CHECK(to_minifloat(-0.0) == 0);
  CHECK(to_minifloat(std::numeric_limits<double>::denorm_min()) == 0);
  CHECK(to_minifloat(0.0004) == 0);
  CHECK(from_minifloat(to_minifloat(0.0006)) == Approx(1.0 / 1024));
  CHECK(from_minifloat(to_minifloat(0.00097)) == Approx(1.0 / 1024));
  for (const auto value :
       {1e17, 1e300, std::numeric_limits<double>::max(), std::numeric_limits<double>::infinity()}) {
    CHECK(to_minifloat(value) == greatest_minifloat);
  }
}

TEST_CASE("what is no number, or a negative one, is no value") {
  CHECK(to_minifloat(std::numeric_limits<double>::quiet_NaN()) == no_value);
  CHECK(to_minifloat(-1) == no_value);
  CHECK_FALSE(value_of(no_value));
  CHECK(value_of(0) == 0.0);
}
