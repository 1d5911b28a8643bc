#include "store/history_hour.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <limits>
#include <random>

namespace {

using namespace std::chrono_literals;
using core::WallTime;
using store::PackedMinute;
using store::PackedMinutes;

constexpr WallTime noon = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + 12h;
constexpr core::Milliseconds moment{1};

monitor::Minute minute(WallTime at, double value) { return {at, value, value, value, value}; }
PackedMinute code(store::MinuteNumber number, core::Minifloat value) {
  return {number, {value, value, value, value}};
}

}  // namespace

TEST_CASE("a minute keeps its time, and its numbers within one part in 2048") {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> exponent(-8, 50);
  for (int i = 0; i < 2000; ++i) {
    const double last = std::exp2(exponent(random));  // a third of it is more than 2^-10
    const monitor::Minute before{noon + i * 1min, 0, last / 3, last * 2, last};
    const auto after = store::unpack(store::pack(before));
    REQUIRE(after.at == before.at);
    REQUIRE(after.min == 0);
    REQUIRE(std::abs(after.mean - before.mean) <= before.mean / 2048);
    REQUIRE(std::abs(after.max - before.max) <= before.max / 2048);
    REQUIRE(std::abs(after.last - before.last) <= before.last / 2048);
  }
}

TEST_CASE("a minute whose time is no whole one is that of its begin, also before 1970") {
  CHECK(store::unpack(store::pack(minute(noon + 59s, 1))).at == noon);
  CHECK(store::unpack(store::pack(minute(WallTime(-1s), 1))).at == WallTime(-1min));
}

TEST_CASE("what is negative, no number or beyond all times cannot be packed") {
  CHECK(store::can_be_packed(minute(noon, 0)));
  CHECK(store::can_be_packed(minute(noon, std::numeric_limits<double>::infinity())));
  CHECK_FALSE(store::can_be_packed(minute(noon, -1)));
  CHECK_FALSE(store::can_be_packed(minute(noon, std::numeric_limits<double>::quiet_NaN())));
  CHECK_FALSE(store::can_be_packed({noon, 1, 1, 1, -1}));
  CHECK_FALSE(store::can_be_packed(minute(WallTime::max(), 1)));
}

TEST_CASE("a range holds the minutes that begin in it") {
  struct Case {
    WallTime from, to;
    store::MinuteRange expected;
  };
  constexpr auto most = std::numeric_limits<store::MinuteNumber>::max();
  constexpr auto least = std::numeric_limits<store::MinuteNumber>::min();
  const Case cases[] = {
      {WallTime(0min), WallTime(2min), {0, 2}},
      {WallTime(moment), WallTime(2min), {1, 2}},
      {WallTime(0min), WallTime(2min + moment), {0, 3}},
      {WallTime(0min), WallTime(2min - moment), {0, 2}},
      {WallTime(-2min), WallTime(-1min), {-2, -1}},
      {WallTime(-2min + moment), WallTime(-moment), {-1, 0}},
      {WallTime::min(), WallTime::max(), {least, most}},
  };
  for (const auto& one : cases) {
    CAPTURE(&one - cases);
    CHECK(store::range_of(one.from, one.to) == one.expected);
  }
  CHECK_FALSE(store::MinuteRange{5, 5}.holds(5));
  CHECK(store::MinuteRange{5, 6}.holds(5));
}

TEST_CASE("minutes belong to the hour that they begin in, also before 1970") {
  CHECK(store::hour_of(0) == 0);
  CHECK(store::hour_of(59) == 0);
  CHECK(store::hour_of(60) == 1);
  CHECK(store::hour_of(-1) == -1);
  CHECK(store::hour_of(-60) == -1);
  CHECK(store::hour_of(-61) == -2);
  CHECK(store::hour_of(noon + 59min + 59s) == store::hour_of(noon));
}

TEST_CASE("a minute that comes late goes to its place and one that comes again replaces") {
  PackedMinutes minutes;
  for (const auto number : {5, 7, 6, 7, 1}) store::put(minutes, code(number, 10));
  store::put(minutes, code(6, 20));
  CHECK(minutes == PackedMinutes{code(1, 10), code(5, 10), code(6, 20), code(7, 10)});
}

TEST_CASE("of two lists of minutes the one above wins where both know one") {
  struct Case {
    PackedMinutes under, over, expected;
  };
  const Case cases[] = {
      {{}, {}, {}},
      {{code(1, 1)}, {}, {code(1, 1)}},
      {{}, {code(1, 2)}, {code(1, 2)}},
      {{code(1, 1), code(2, 1)}, {code(2, 2), code(3, 2)}, {code(1, 1), code(2, 2), code(3, 2)}},
      {{code(9, 1)}, {code(2, 2)}, {code(2, 2), code(9, 1)}},
  };
  for (const auto& one : cases) {
    CAPTURE(&one - cases);
    CHECK(store::overlaid(one.under, one.over) == one.expected);
  }
}

TEST_CASE("an hour is 480 bytes and gives back what was written into it") {
  auto hour = store::empty_hour();
  CHECK(hour.size() == 480);
  PackedMinutes found;
  store::read_hour(hour, 10, {600, 660}, found);
  CHECK(found.empty());

  const PackedMinute odd{659, {0, 1, 0x1234, core::greatest_minifloat}};
  store::write_into(hour, code(600, 5));
  store::write_into(hour, odd);
  store::write_into(hour, code(600, 6));
  store::read_hour(hour, 10, {600, 660}, found);
  CHECK(found == PackedMinutes{code(600, 6), odd});
  CHECK(hour.substr(4, 2) == std::string("\x06\0", 2));
  CHECK(hour.substr(59 * 8 + 4, 2) == "\x34\x12");
}

TEST_CASE("an hour before 1970 has its minutes in order too") {
  auto hour = store::empty_hour();
  store::write_into(hour, code(-60, 1));
  store::write_into(hour, code(-1, 2));
  PackedMinutes found;
  store::read_hour(hour, -1, {-60, 0}, found);
  CHECK(found == PackedMinutes{code(-60, 1), code(-1, 2)});
}

TEST_CASE("of an hour only the range is read, behind what is there, and no half minute") {
  auto hour = store::empty_hour();
  for (int i = 0; i < 60; ++i) store::write_into(hour, code(600 + i, 5));
  hour[5 * 8] = hour[5 * 8 + 1] = '\xff';  // no minimum
  PackedMinutes found = {code(1, 1)};
  store::read_hour(hour, 10, {603, 607}, found);
  CHECK(found == PackedMinutes{code(1, 1), code(603, 5), code(604, 5), code(606, 5)});
}
