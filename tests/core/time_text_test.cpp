#include "core/time_text.hpp"

#include "support/catch.hpp"

#include <cstdlib>
#include <ctime>

using namespace std::chrono_literals;
using core::Milliseconds;

namespace {

core::WallTime morning() {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + 9h + 30min + 7ms;
}

}  // namespace

TEST_CASE("a time is written in UTC with milliseconds") {
  CHECK(core::rfc3339(morning()) == "2026-01-31T09:30:00.007Z");
  CHECK(core::rfc3339(core::WallTime{}) == "1970-01-01T00:00:00.000Z");
  CHECK(core::rfc3339(core::WallTime{-1ms}) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("times are read in every form that engines write") {
  CHECK(core::parse_rfc3339("2026-01-31T09:30:00.007Z").value() == morning());
  CHECK(core::parse_rfc3339("2026-01-31T09:30:00.007999999Z").value() == morning());
  CHECK(core::parse_rfc3339("2026-01-31T11:30:00.007+02:00").value() == morning());
  CHECK(core::parse_rfc3339("2026-01-30T23:00:00.007-10:30").value() == morning());
  CHECK(core::parse_rfc3339("2026-01-31T09:30:00Z").value() == morning() - 7ms);
  CHECK(core::parse_rfc3339("2026-01-31T09:30:00.5Z").value() == morning() + 493ms);
  CHECK(core::parse_rfc3339("2024-02-29T00:00:00Z").has_value());
}

TEST_CASE("the engine's zero time means never") {
  CHECK(core::parse_rfc3339("0001-01-01T00:00:00Z").value() == core::WallTime{});
}

TEST_CASE("what is not a time is refused") {
  for (const char* text : {"", "today", "2026-01-31", "2026-02-30T00:00:00Z",
                           "2026-01-31T24:00:00Z", "2026-01-31T09:60:00Z", "2026-01-31T09:30:00",
                           "2026-01-31T09:30:00.Z", "2026-01-31T09:30:00Z ", "26-01-31T09:30:00Z",
                           "2026-01-31T09:30:00+25:00", "2026-13-01T00:00:00Z"}) {
    CAPTURE(text);
    CHECK(core::parse_rfc3339(text).has_error());
  }
}

TEST_CASE("people read local time with its offset") {
  const char* before = std::getenv("TZ");
  const std::string saved = before ? before : "";
  ::setenv("TZ", "CET-1", 1);
  ::tzset();
  CHECK(core::local_text(morning()) == "2026-01-31 10:30:00 +01:00");
  before ? ::setenv("TZ", saved.c_str(), 1) : ::unsetenv("TZ");
  ::tzset();
}

TEST_CASE("durations are written largest unit first") {
  CHECK(core::duration_text(0ms) == "0s");
  CHECK(core::duration_text(90min) == "1h30m");
  CHECK(core::duration_text(45s) == "45s");
  CHECK(core::duration_text(250ms) == "250ms");
  CHECK(core::duration_text(1500ms) == "1s500ms");
  CHECK(core::duration_text(24h) == "1d");
  CHECK(core::duration_text(24h * 14) == "2w");
  CHECK(core::duration_text(-30s) == "-30s");
}

TEST_CASE("durations are read as they are written") {
  for (const auto value : {Milliseconds{1}, Milliseconds{59'999}, Milliseconds{3'600'000},
                           Milliseconds{694'861'001}, Milliseconds{0}}) {
    CHECK(core::parse_duration(core::duration_text(value)).value() == value);
  }
  CHECK(core::parse_duration("0").value() == 0ms);
  CHECK(core::parse_duration("1.5h").value() == 90min);
  CHECK(core::parse_duration("90d").value() == 24h * 90);
  CHECK(core::parse_duration("1h30m").value() == 90min);
}

TEST_CASE("a duration needs its unit, and nothing else") {
  for (const char* text : {"", "10", "-5s", "+5s", "5 s", "5x", "s", "1m1h", "5m5m", "1.s", ".5s",
                           "1e3s", "5S", "9999999999999w", "10s "}) {
    CAPTURE(text);
    CHECK(core::parse_duration(text).has_error());
  }
}

TEST_CASE("sizes are written in the largest unit that fits") {
  CHECK(core::bytes_text(536870912) == "512MiB");
  CHECK(core::bytes_text(0) == "0B");
  CHECK(core::bytes_text(1023) == "1023B");
  CHECK(core::bytes_text(1536) == "1.5KiB");
  CHECK(core::bytes_text(1024 * 1024 - 1) == "1MiB");
}

TEST_CASE("sizes are read with any of the usual units, all by 1024") {
  CHECK(core::parse_bytes("512MiB").value() == 536870912);
  CHECK(core::parse_bytes("512m").value() == 536870912);
  CHECK(core::parse_bytes("512 MB").value() == 536870912);
  CHECK(core::parse_bytes("1.5g").value() == 1610612736);
  CHECK(core::parse_bytes("4096").value() == 4096);
  CHECK(core::parse_bytes("7b").value() == 7);
  CHECK(core::parse_bytes("1tib").value() == 1099511627776);
  CHECK(core::parse_bytes("0").value() == 0);
}

TEST_CASE("what is not a size is refused") {
  for (const char* text :
       {"", "-1", "MiB", "1x", "1mm", "1  m", "1 m ", "99999999999g", "1.m", "0x10"}) {
    CAPTURE(text);
    CHECK(core::parse_bytes(text).has_error());
  }
}

TEST_CASE("what is well formed and too large is told from what is malformed") {
  CHECK(core::parse_duration("999999999w").error().code == core::Errc::too_large);
  CHECK(core::parse_bytes("9999999p").error().code == core::Errc::too_large);
  CHECK(core::parse_duration("999999999y").error().code == core::Errc::invalid);
  CHECK(core::parse_bytes("9999999x").error().code == core::Errc::invalid);
}
