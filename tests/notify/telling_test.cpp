// The rules of telling, each as a sentence: those of Alertmanager, and ours.
#include "notify/telling.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;
using notify::Entry;
using notify::Obstacle;
using notify::Say;
using notify::Told;

namespace {

constexpr core::WallTime one = midnight + 1h;

notify::Around around_at(core::WallTime now) {
  notify::Around around;
  around.now = now;
  around.recurrence = 6h;
  return around;
}

Entry firing_entry() {
  Entry entry;
  entry.key = "check/web";
  entry.since = entry.fired_at = one;
  return entry;
}

Entry ended_entry(core::Milliseconds after) {
  auto entry = firing_entry();
  entry.firing = false;
  entry.ended_at = one + after;
  return entry;
}

Entry incident_entry() {
  auto entry = firing_entry();
  entry.incident = 7;
  return entry;
}

Told told_at(core::WallTime at, bool firing = true) {
  Told told;
  told.firing = firing;
  told.at = at;
  return told;
}

Say said(const Entry& entry, const std::optional<Told>& told, const notify::Around& around) {
  return notify::telling_of(entry, told, around).say;
}

}  // namespace

TEST_CASE("what fires and was never told is told") {
  CHECK(said(firing_entry(), {}, around_at(one)) == Say::news);
}

TEST_CASE("what was told and fires on is not told again, but listed beside the news of others") {
  const auto telling = notify::telling_of(firing_entry(), told_at(one), around_at(one + 1h));
  CHECK(telling.say == Say::nothing);
  CHECK(telling.shown);
  CHECK(telling.look_again == one + 4h);
}

TEST_CASE("what fires on is told again when `repeat` has passed") {
  CHECK(said(firing_entry(), told_at(one), around_at(one + 4h)) == Say::again);
}

TEST_CASE("what somebody has acknowledged, and what is well at the moment, is not repeated") {
  auto around = around_at(one + 9h);
  around.acknowledged = true;
  CHECK(said(incident_entry(), told_at(one), around) == Say::nothing);
  around.acknowledged = false;
  around.well = true;
  CHECK(said(incident_entry(), told_at(one), around) == Say::nothing);
  // It began again a moment ago: it may heal as it did before.
  auto again = firing_entry();
  again.fired_at = one + 9h - 1s;
  CHECK(said(again, told_at(one), around_at(one + 9h)) == Say::nothing);
}

TEST_CASE("what ended and was told as firing is told as over") {
  CHECK(said(ended_entry(2min), told_at(one), around_at(one + 5min)) == Say::over);
}

TEST_CASE("what ended before it was told is never told") {
  CHECK(said(ended_entry(10s), {}, around_at(one + 30s)) == Say::finished);
  CHECK(said(ended_entry(10s), told_at(one, false), around_at(one + 30s)) == Say::finished);
}

TEST_CASE("what is worse than was told is told") {
  auto entry = incident_entry();
  entry.severity = Severity::critical;
  CHECK(said(entry, told_at(one), around_at(one + 1h)) == Say::news);
  auto operated = incident_entry();
  operated.needs_operator = true;
  CHECK(said(operated, told_at(one), around_at(one + 1h)) == Say::news);
}

TEST_CASE("an incident waits for the end of its first attempt, two minutes at most") {
  auto around = around_at(one + 40s);
  around.attempt_ended = false;
  const auto telling = notify::telling_of(incident_entry(), {}, around);
  CHECK(telling.say == Say::nothing);
  CHECK(telling.waits);
  CHECK(telling.look_again == one + 2min);
  around.attempt_ended = true;
  CHECK(said(incident_entry(), {}, around) == Say::news);
  around = around_at(one + 2min);
  around.attempt_ended = false;
  CHECK(said(incident_entry(), {}, around) == Say::news);
}

TEST_CASE("an incident that is well after its attempt is not told, unless it is critical") {
  auto around = around_at(one + 5min);
  around.well = true;
  CHECK(said(incident_entry(), {}, around) == Say::nothing);
  auto critical = incident_entry();
  critical.severity = Severity::critical;
  CHECK(said(critical, {}, around) == Say::news);
}

TEST_CASE("what recurs is said once, also where it is well again at once") {
  auto entry = incident_entry();
  entry.occurrences = 2;
  entry.longest_gap = 20min;
  auto around = around_at(one + 30s);
  around.well = true;
  around.attempt_ended = false;
  CHECK(said(entry, {}, around) == Say::news);
  auto told = told_at(one);
  CHECK(said(entry, told, around) == Say::news);  // told as a first time only
  told.recurring = true;
  CHECK(said(entry, told, around) == Say::nothing);
  auto ended = ended_entry(5min);
  ended.occurrences = 2;
  ended.longest_gap = 20min;
  CHECK(said(ended, {}, around_at(one + 6min)) == Say::news);
}

TEST_CASE("the end of what recurs is told when it stayed away for twice the longest gap") {
  auto entry = ended_entry(5min);
  entry.occurrences = 3;
  entry.longest_gap = 20min;
  auto told = told_at(one);
  told.recurring = true;
  const auto quiet = notify::telling_of(entry, told, around_at(one + 44min));
  CHECK(quiet.say == Say::nothing);
  CHECK(quiet.look_again == one + 45min);
  CHECK(said(entry, told, around_at(one + 45min)) == Say::over);
  // Never sooner than the group's interval, never later than `recurrence`.
  entry.longest_gap = 1min;
  CHECK(said(entry, told, around_at(one + 9min)) == Say::nothing);
  CHECK(said(entry, told, around_at(one + 10min)) == Say::over);
  entry.longest_gap = 5h;
  CHECK(said(entry, told, around_at(one + 5min + 6h)) == Say::over);
}

TEST_CASE("what is held back is told when that ends, and so is its end") {
  auto around = around_at(one + 1min);
  around.obstacle = Obstacle{one + 2h, true};
  const auto telling = notify::telling_of(firing_entry(), {}, around);
  CHECK(telling.say == Say::nothing);
  CHECK(telling.waits);
  CHECK(telling.look_again == one + 2h);
  CHECK_FALSE(notify::telling_of(firing_entry(), told_at(one), around).shown);
  CHECK(notify::telling_of(ended_entry(1min), told_at(one), around).waits);
  CHECK(said(ended_entry(1min), {}, around) == Say::finished);
}

TEST_CASE("a notice is told once, and never where a silence or a hold covers it") {
  auto notice = firing_entry();
  notice.shape = notify::Shape::notice;
  CHECK(said(notice, {}, around_at(one)) == Say::news);
  CHECK(said(notice, told_at(one), around_at(one + 9h)) == Say::finished);
  auto around = around_at(one);
  around.obstacle = Obstacle{one + 2h, true};
  CHECK(said(notice, {}, around) == Say::finished);
  around.obstacle = Obstacle{one + 2h, false};  // quiet hours
  CHECK(said(notice, {}, around) == Say::nothing);
}
