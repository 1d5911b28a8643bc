#include "notify/content.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;
using notify::Entry;

namespace {

model::Incident port_incident() {
  model::Incident incident;
  incident.id = 7;
  incident.fingerprint = "port_taken_by_process";
  incident.subjects = {{"shop", "web", ""}};
  incident.problem = "shop/web does not start: port 8080 is taken by nginx";
  incident.attempts = 1;
  for (int i = 0; i < 9; ++i)
    incident.evidence.push_back(
        {midnight + i * 1min, "action.failed", "try " + std::to_string(i) + " password=hunter2"});
  incident.done = {"started it"};
  return incident;
}

Entry entry_of_incident() {
  Entry entry;
  entry.key = "incident/7";
  entry.type = "incident.opened";
  entry.incident = 7;
  entry.deployments = {"shop"};
  entry.service = "web";
  entry.text = "opened";
  entry.since = entry.fired_at = midnight;
  entry.events = {1, 2};
  return entry;
}

notify::StoryScene scene_of(model::Incident incident) {
  return {midnight + 10min, std::move(incident), true, midnight + 14min, utc_minute};
}

}  // namespace

TEST_CASE(
    "an incident is told with what, since, why, what was done, what comes next, and a command") {
  const auto story = notify::story_of(entry_of_incident(), scene_of(port_incident()));
  CHECK(story.headline == "shop/web does not start: port 8080 is taken by nginx");
  const auto& item = story.item;
  CHECK(item.what == "shop/web does not start: port 8080 is taken by nginx");
  CHECK(item.since == midnight);
  CHECK_FALSE(item.ended);
  // The first, and the newest; no secrets.
  REQUIRE(item.why.size() == notify::evidence_shown_max);
  CHECK(item.why.front() == "00:00 try 0 password=***");
  CHECK(item.why[1] == "00:04 try 4 password=***");
  CHECK(item.why.back() == "00:08 try 8 password=***");
  CHECK(item.done == std::vector<std::string>{"started it"});
  CHECK(item.next == "evenkeel goes on trying: the next attempt is at 00:14");
  CHECK(item.command == "evenkeel incidents 7");
  CHECK(item.fingerprint == "port_taken_by_process");
  CHECK(item.events == std::vector<model::EventId>{1, 2});
}

TEST_CASE("what comes next depends on where the incident stands") {
  auto incident = port_incident();
  incident.state = model::IncidentState::needs_operator;
  CHECK(notify::story_of(entry_of_incident(), scene_of(incident)).item.next ==
        "it needs you; evenkeel goes on at the slowest pace: the next attempt is at 00:14");
  incident.state = model::IncidentState::open;
  incident.well_since = midnight + 9min;
  CHECK(notify::story_of(entry_of_incident(), scene_of(incident)).item.next ==
        "it is well since 00:09; it is over when it stays so");
}

TEST_CASE("a failing check of the host is not said to be tried to be mended") {
  auto entry = entry_of_incident();
  entry.service = "";
  entry.deployments = {};
  auto incident = port_incident();
  incident.fingerprint = "check_failed";
  incident.subjects = {{"", "", "backup"}};
  auto scene = scene_of(incident);
  scene.next_attempt_at.reset();
  CHECK(notify::story_of(entry, scene).item.next == "it is over when its check passes again");
}

TEST_CASE("an incident that is over says for how long it lasted") {
  auto entry = entry_of_incident();
  entry.firing = false;
  entry.ended_at = midnight + 12min;
  entry.end_text = "web is well again: restarted";
  auto scene = scene_of(port_incident());
  scene.fires = false;
  const auto story = notify::story_of(entry, scene);
  CHECK(story.headline == "shop/web is well again after 12m");
  CHECK(story.item.what == "shop/web is well again: restarted");
  CHECK(story.item.ended == midnight + 12min);
  CHECK(story.item.next == "");
}

TEST_CASE("an incident lasted until it was well, whenever it was resolved") {
  auto entry = entry_of_incident();
  entry.firing = false;
  entry.ended_at = midnight + 12min;
  entry.end_text = "web is well again: restarted";
  auto incident = port_incident();
  incident.state = model::IncidentState::resolved;
  incident.well_since = midnight + 2min;
  incident.resolved_at = entry.ended_at;
  auto scene = scene_of(incident);
  scene.fires = false;
  const auto story = notify::story_of(entry, scene);
  CHECK(story.headline == "shop/web is well again after 2m");
  CHECK(story.item.ended == midnight + 2min);
  // A clock that was set makes no end before the begin.
  scene.incident->well_since = midnight - 2min;
  CHECK(notify::story_of(entry, scene).item.ended == midnight);
}

TEST_CASE("an incident that ended otherwise is not called well") {
  auto entry = entry_of_incident();
  entry.firing = false;
  entry.ended_at = midnight + 12min;
  entry.end_text =
      "the incident of shop/web is over: shop/web is not looked after any more: it was deleted or "
      "released";
  auto incident = port_incident();
  auto scene = scene_of(incident);
  scene.fires = false;
  CHECK(notify::story_of(entry, scene).headline ==
        "shop/web is not looked after any more: it was deleted or released");
  entry.end_text = "the incident of shop/web is over: shop/web was stopped on purpose";
  CHECK(notify::story_of(entry, scene).headline == "shop/web was stopped on purpose");
  incident.subjects.push_back({"shop", "db", ""});
  auto both = scene_of(incident);
  both.fires = false;
  CHECK(notify::story_of(entry, both).headline == "the incident of 2 services of shop is over");
}

TEST_CASE("what recurs says how often") {
  auto entry = entry_of_incident();
  entry.occurrences = 3;
  const auto story = notify::story_of(entry, scene_of(port_incident()));
  CHECK(story.headline ==
        "shop/web does not start: port 8080 is taken by nginx again: 3 times in 10m");
  CHECK(story.item.recurring);
  CHECK(story.item.occurrences == 3);
}

TEST_CASE("a text without its subject gets it") {
  Entry entry;
  entry.shape = notify::Shape::notice;
  entry.key = "stopped/shop/db";
  entry.type = "intent.stopped_long";
  entry.deployments = {"shop"};
  entry.service = "db";
  entry.text = "db has been stopped since noon";
  const notify::StoryScene scene{midnight, std::nullopt, true, std::nullopt, utc_minute};
  const auto story = notify::story_of(entry, scene);
  CHECK(story.item.what == "shop/db has been stopped since noon");
  CHECK(story.item.key == "");
  CHECK(story.item.command == "evenkeel start shop db");
  entry.text = "it is stopped";
  CHECK(notify::story_of(entry, scene).item.what == "shop/db: it is stopped");
}
