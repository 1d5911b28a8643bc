#include "notify/recovery_story.hpp"

#include "notify/pipeline_world.hpp"
#include "notify/recovery_cover.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;

namespace {

notify::Entry report_entry(const std::string& type, const std::string& data) {
  notify::Entry entry;
  entry.shape = notify::Shape::recovery;
  entry.type = type;
  entry.text = "after a host reboot";
  entry.data = data;
  return entry;
}

const std::string three =
    R"({"cause":"host_reboot","planned":false,"deployments":[
    {"name":"blog","outcome":"already_running","services":[],"note":"","problem":null},
    {"name":"shop","outcome":"failed","note":"","problem":"web: port 8080 is taken",
     "services":[{"name":"web","outcome":"failed","note":"port 8080 is taken"}]},
    {"name":"wiki","outcome":"left_stopped","note":"main left stopped on purpose"}]})";

notify::Entry failed_incident() {
  notify::Entry entry;
  entry.key = "incident/7";
  entry.incident = 7;
  entry.deployments = {"shop"};
  entry.service = "web";
  return entry;
}

}  // namespace

TEST_CASE("a report says what did not come back first, and then the others by how they did") {
  const auto story = notify::recovery_story_of(report_entry("recovery.completed", three), "nas");
  CHECK(story.title ==
        "nas is back after an unplanned reboot: 1 of 3 deployments run, 1 failed, 1 left stopped");
  REQUIRE(story.stories.size() == 3);
  const auto& failed = story.stories[0].item;
  CHECK(failed.what == "shop failed: web: port 8080 is taken");
  CHECK(failed.severity == model::Severity::critical);
  CHECK(failed.why == std::vector<std::string>{"web: failed, port 8080 is taken"});
  CHECK(failed.command == "evenkeel explain shop");
  CHECK(story.stories[1].item.what == "came back by themselves: blog");
  CHECK(story.stories[2].item.what == "left stopped on purpose: wiki");
  CHECK(notify::recovery_story_of(report_entry("recovery.updated", three), "nas").title ==
        "nas, after an unplanned reboot: 1 of 3 deployments run, 1 failed, 1 left stopped");
}

TEST_CASE("a report that cannot be read is told by its sentence") {
  const auto story = notify::recovery_story_of(report_entry("recovery.completed", "["), "nas");
  CHECK(story.title == "nas is back after a return: after a host reboot");
  CHECK(story.stories.size() == 1);
}

TEST_CASE(
    "what a report called failed counts as told for a while, what is pending until its update") {
  notify::Covers covers;
  auto data = notify::recovery_data_from(three);
  CHECK(notify::cover(covers, data, "ops", "m1", midnight) == std::set<std::string>{"shop"});
  const auto entry = failed_incident();
  CHECK(notify::cover_of(covers, entry, "ops", midnight + 1min, 6h) != nullptr);
  CHECK(notify::cover_of(covers, entry, "ops", midnight + 2min, 6h) == nullptr);
  CHECK(notify::cover_of(covers, entry, "chat", midnight + 1min, 6h) == nullptr);
  auto other = entry;
  other.service = "db";
  CHECK(notify::cover_of(covers, other, "ops", midnight + 1min, 6h) == nullptr);
  data.deployments[1].outcome = "pending";
  data.deployments[1].services[0].outcome = "pending";
  notify::cover(covers, data, "ops", "m1", midnight);
  CHECK(notify::cover_of(covers, entry, "ops", midnight + 5h, 6h) != nullptr);
}

TEST_CASE("what needs an operator is told by a report that called it failed only") {
  auto entry = failed_incident();
  entry.needs_operator = true;
  std::optional<notify::Told> told;
  CHECK(notify::tell_by_cover({"m1", true, {}, midnight}, entry, told, midnight));
  CHECK(told->thread == "m1");
  CHECK_FALSE(told->needs_operator);
  CHECK_FALSE(notify::tell_by_cover({"m1", true, {}, midnight}, entry, told, midnight));
  CHECK(notify::tell_by_cover({"m1", false, {}, midnight}, entry, told, midnight));
  CHECK(told->needs_operator);
}

TEST_CASE("of what is still pending in the update, its incidents tell from then on") {
  const std::string pending =
      R"({"name":"wiki","outcome":"pending","services":[{"name":"db","outcome":"pending"}]})";
  for (const bool updated : {false, true}) {
    World world;
    world.recovery("recovery.completed", model::Severity::warning, "host_reboot", pending);
    world.pass(1h);
    CHECK(world.messages.back().message.items.at(0).next ==
          "evenkeel goes on; you are told once more, within an hour");
    if (updated) {
      world.recovery("recovery.updated", model::Severity::warning, "host_reboot", pending);
      world.pass(10min);
      CHECK(world.messages.back().message.items.at(0).next == "evenkeel goes on");
    }
    const auto before = world.sent.size();
    world.open(9, "wiki", "db", "unhealthy", "wiki/db is unhealthy: the log is replayed");
    world.begin(9);
    world.pass(10min);
    CHECK(world.sent.size() == before + (updated ? 1 : 0));
  }
}
