#include "monitor/ring.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <vector>

using namespace monitor;

TEST_CASE("a ring gives back the last points, and none where nothing was pushed") {
  Ring ring(3);
  CHECK(ring.begin() == ring.end());
  ring.push(10, 1.0);
  ring.push(11, 2.0);
  ring.push(13, 4.0);
  CHECK(ring.begin() == 11);
  CHECK(ring.end() == 14);
  CHECK_FALSE(ring.at(10));
  CHECK(ring.at(11) == 2.0);
  CHECK_FALSE(ring.at(12));
  CHECK(ring.at(13) == 4.0);
  CHECK_FALSE(ring.at(14));
}

TEST_CASE("the values from a slot on are told in their order, also where the ring goes around") {
  Ring ring(4);
  const auto from = [&](Slot first) {
    std::vector<double> values;
    ring.append_from(first, values);
    return values;
  };
  CHECK(from(0).empty());
  for (const Slot slot : {6, 7, 9, 10}) ring.push(slot, static_cast<double>(slot));
  CHECK(from(0) == std::vector<double>{7, 9, 10});
  CHECK(from(8) == std::vector<double>{9, 10});
  CHECK(from(11).empty());
}

TEST_CASE("the newest point may be corrected, an older one not") {
  Ring ring(3);
  ring.push(5, 1.0);
  ring.push(5, 2.0);
  ring.push(4, 9.0);
  CHECK(ring.at(5) == 2.0);
  CHECK_FALSE(ring.at(4));
}

TEST_CASE("a gap longer than the ring empties it, in bounded time") {
  Ring ring(4);
  for (Slot slot = 0; slot < 4; ++slot) ring.push(slot, 1.0);
  ring.push(std::numeric_limits<Slot>::max() - 1, 7.0);
  CHECK(ring.at(std::numeric_limits<Slot>::max() - 1) == 7.0);
  for (Slot back = 2; back < 9; ++back)
    CHECK_FALSE(ring.at(std::numeric_limits<Slot>::max() - back));
}

TEST_CASE("a metric that never has a value takes no memory") {
  Ring ring(1000);
  for (Slot slot = 0; slot < 5000; ++slot) ring.push(slot, std::nullopt);
  CHECK(ring.bytes() == 0);
  CHECK_FALSE(ring.at(4999));
  ring.push(5000, 0.0);
  CHECK(ring.bytes() == 2000);
  CHECK(ring.at(5000) == 0.0);
  CHECK_FALSE(ring.at(4999));
}

TEST_CASE("a ring does as a map of the last points would, whatever is pushed") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U);
  std::mt19937 random(seed);
  const auto capacity = std::uniform_int_distribution<std::size_t>(1, 40)(random);
  INFO("seed " << seed << ", capacity " << capacity);
  std::uniform_int_distribution<Slot> steps(-2, 5);
  std::uniform_int_distribution<int> values(0, 2048);
  Ring ring(capacity);
  std::map<Slot, std::optional<double>> expected;
  Slot newest = 100;
  for (int i = 0; i < 2000; ++i) {
    auto slot = std::max<Slot>(0, newest + steps(random));
    if (i % 97 == 96) slot += static_cast<Slot>(capacity) * 2;
    const auto value =
        values(random) % 5 == 0 ? std::nullopt : std::optional(double(values(random)));
    ring.push(slot, value);
    if (expected.empty() || slot >= expected.rbegin()->first) expected[slot] = value;
    newest = expected.rbegin()->first;
    REQUIRE(ring.end() == newest + 1);
    for (auto at = newest - static_cast<Slot>(capacity) - 3; at <= newest + 2; ++at) {
      const auto known = expected.find(at);
      const bool held = at > newest - static_cast<Slot>(capacity) && known != expected.end();
      REQUIRE(ring.at(at) == (held ? known->second : std::nullopt));
    }
    REQUIRE(ring.bytes() <= capacity * 2);
  }
}
