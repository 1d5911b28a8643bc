#include "monitor/checks/check_text.hpp"

#include "support/catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("an age is told in its two largest units") {
  CHECK(monitor::age_text(51h + 20min) == "2d3h");
  CHECK(monitor::age_text(24h * 17 + 5h) == "2w3d");
  CHECK(monitor::age_text(90min + 5s) == "1h30m");
  CHECK(monitor::age_text(250s) == "4m10s");
  CHECK(monitor::age_text(1500ms) == "1s");
  CHECK(monitor::age_text(15ms) == "15ms");
  CHECK(monitor::age_text(-5s) == "0s");
}

TEST_CASE("sizes that would look the same are told in bytes") {
  CHECK(monitor::size_beside(1024, 2048) == "1 KiB");
  CHECK(monitor::size_beside(1025, 1024) == "1025 bytes");
  CHECK(monitor::size_beside(1024, 1024) == "1 KiB");
}
