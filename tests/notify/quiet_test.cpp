#include "notify/quiet.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;

namespace {

std::string quiet_text(const notify::QuietHours& quiet, Severity severity, core::Milliseconds at) {
  const auto until = notify::quiet_until(quiet, severity, midnight + at, utc_minute);
  return until ? clock_at(*until) : "";
}

}  // namespace

TEST_CASE("quiet hours hold back what is not worse than they say, until they end") {
  const notify::QuietHours night{22 * 60, 7 * 60, Severity::warning};
  CHECK(quiet_text(night, Severity::warning, 21h + 59min + 59s) == "");
  CHECK(quiet_text(night, Severity::warning, 22h) == "+1 07:00:00");
  CHECK(quiet_text(night, Severity::warning, 2h + 5s) == "07:00:00");
  CHECK(quiet_text(night, Severity::critical, 2h) == "");
  CHECK(quiet_text(night, Severity::warning, 7h) == "");
  const notify::QuietHours noon{12 * 60, 13 * 60, Severity::critical};
  CHECK(quiet_text(noon, Severity::critical, 12h + 30min) == "13:00:00");
  CHECK(quiet_text(noon, Severity::info, 13h) == "");
  CHECK(quiet_text({8 * 60, 8 * 60, Severity::critical}, Severity::info, 8h) == "");
}

TEST_CASE("the next moment of a local minute is ahead, also across summer time") {
  const auto at = [](core::Milliseconds from) {
    return clock_at(notify::next_at_minute(8 * 60, midnight + from, utc_minute));
  };
  CHECK(at(0h) == "08:00:00");
  CHECK(at(8h) == "+1 08:00:00");
  CHECK(at(8h + 1s) == "+1 08:00:00");
  CHECK(at(23h + 59min) == "+1 08:00:00");
  // At 02:00 the clock is set to 03:00, or back to 01:00.
  const auto spring = [](core::WallTime when) {
    return (utc_minute(when) + (when >= midnight + 2h ? 60 : 0)) % 1440;
  };
  CHECK(clock_at(notify::next_at_minute(8 * 60, midnight, spring)) == "07:00:00");
  const auto autumn = [](core::WallTime when) {
    return (utc_minute(when) + (when >= midnight + 2h ? 1380 : 0)) % 1440;
  };
  CHECK(clock_at(notify::next_at_minute(8 * 60, midnight, autumn)) == "09:00:00");
}
