#include "monitor/silence.hpp"

#include "monitor/event_codec.hpp"
#include "support/catch.hpp"
#include "support/noon.hpp"

#include <chrono>

using namespace std::chrono_literals;

TEST_CASE("a silence is told when it is too long, and when it is over, once each") {
  const auto begin = support::noon.mono;
  monitor::Silence silence(60s);
  CHECK_FALSE(silence.look(begin));
  silence.note_asked(begin);
  CHECK_FALSE(silence.look(begin + 60s));
  CHECK(silence.look(begin + 61s) == true);
  CHECK_FALSE(silence.look(begin + 120s));
  silence.note_answered();
  CHECK(silence.look(begin + 121s) == false);
  CHECK_FALSE(silence.look(begin + 122s));
}

TEST_CASE("what is asked and answered in time is no silence, however often") {
  auto at = support::noon.mono;
  monitor::Silence silence(60s);
  for (int i = 0; i < 10; ++i, at += 59s) {
    silence.note_asked(at);
    CHECK_FALSE(silence.look(at + 59s));
    silence.note_answered();
  }
}

TEST_CASE("a disk that does not answer is a warning, resolved when it does") {
  const auto failed = monitor::disks_event(true, support::noon.wall);
  CHECK(failed.type == "check.failed");
  CHECK(failed.severity == model::Severity::warning);
  CHECK(failed.alert == model::Alert{"check/disks", true});
  CHECK(failed.message.find("one of the disks does not answer") == 0);
  const auto over = monitor::disks_event(false, support::noon.wall);
  CHECK(over.type == "check.recovered");
  CHECK(over.alert == model::Alert{"check/disks", false});
}
