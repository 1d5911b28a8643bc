#include "monitor/checks/nearer_codec.hpp"

#include "support/catch.hpp"

using monitor::nearer_first;

TEST_CASE("a nearer place goes before a farther one, check by check") {
  CHECK(nearer_first("checks", R"({"b":{"fall":1}})", R"({"a":{"fall":2},"b":{"rise":3}})") ==
        R"({"a":{"fall":2},"b":{"fall":1}})");
  CHECK(nearer_first("checks", R"({"a":null})", R"({"a":{"fall":2}})") == R"({"a":null})");
  CHECK(nearer_first("checks", R"("off")", R"({"a":{"fall":2}})") == R"("off")");
}

TEST_CASE("of spikes each key of each rule has its nearest place") {
  CHECK(nearer_first("spikes", R"({"cpu":{"above":80}})",
                     R"({"cpu":{"above":90,"for":"5m"},"memory":"off"})") ==
        R"({"cpu":{"above":80,"for":"5m"},"memory":"off"})");
}
