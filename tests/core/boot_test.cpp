#include "core/io/boot.hpp"

#include "support/catch.hpp"

TEST_CASE("a boot has an id that stays and began in the past") {
  const auto boot = core::read_boot();
  REQUIRE(boot);
  CHECK(boot->id.size() >= 32);
  CHECK(boot->id.find_first_of(" \n") == std::string::npos);
  CHECK(core::read_boot()->id == boot->id);
  const auto now = core::SystemClock().now().wall;
  CHECK(boot->at < now);
  CHECK(boot->at > now - std::chrono::hours(24 * 365 * 20));
}

TEST_CASE("a host has a name") { CHECK_FALSE(core::hostname().empty()); }
