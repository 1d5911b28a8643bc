#include "notify/pipeline.hpp"

#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;

namespace {

using Lines = std::vector<std::string>;

void fail_check(World& world, const std::string& name, bool firing = true,
                Severity severity = Severity::warning) {
  world.alert("check/" + name, firing, severity,
              "the check `" + name + (firing ? "` fails" : "` is well again"));
}

notify::Silence silence_all(core::WallTime from, core::WallTime to) {
  notify::Silence silence;
  silence.match.key = "*";
  silence.starts_at = from;
  silence.ends_at = to;
  return silence;
}

}  // namespace

TEST_CASE("one message a group and flush has what fires and what is over since") {
  World world;
  fail_check(world, "a");
  fail_check(world, "b");
  world.pass(1min);
  fail_check(world, "a", false);
  fail_check(world, "c", true, Severity::critical);
  world.pass(1h);
  CHECK(world.sent == Lines{"00:00:30 ops: the check `a` fails (and 1 more problem)",
                            "00:05:30 ops: the check `c` fails (and 1 more problem)"});
  const auto& items = world.messages[1].message.items;
  REQUIRE(items.size() == 3);
  CHECK(items[0].key == "check/c");
  CHECK(items[1].key == "check/b");
  CHECK_FALSE(items[2].firing);
  CHECK(world.messages[1].message.thread == world.messages[0].message.id);
}

TEST_CASE("a group that is over begins anew, with a thread of its own") {
  World world;
  fail_check(world, "a");
  world.pass(10min);
  fail_check(world, "a", false);
  world.pass(1min);
  fail_check(world, "b");
  world.pass(1min);
  CHECK(world.sent == Lines{"00:00:30 ops: the check `a` fails",
                            "00:10:30 ops: the check `a` is well again",
                            "00:11:30 ops: the check `b` fails"});
  CHECK(world.messages[1].message.kind == notify::MessageKind::resolved);
  CHECK(world.messages[1].message.thread == world.messages[0].message.thread);
  CHECK(world.messages[2].message.begins_thread);
  // What comes back goes on in its own.
  fail_check(world, "a");
  fail_check(world, "b", false);
  world.pass(1h);
  CHECK(world.messages.back().message.items.front().recurring);
}

TEST_CASE("the end of a silence tells what still fires, and nothing else") {
  World world;
  const auto quiet = silence_all(midnight, midnight + 2h);
  world.silences = {quiet};
  world.pipeline->set_silences(world.silences);
  fail_check(world, "a");
  fail_check(world, "b");
  auto refused = world.event("config.refused", Severity::warning, "a mistake");
  world.happens(refused);
  world.at(1h);
  fail_check(world, "b", false);
  world.at(3h);
  CHECK(world.sent == Lines{"02:00:00 ops: the check `a` fails"});
}

TEST_CASE("a silence of one of several subjects hides nothing of the others") {
  World world;
  auto silence = silence_all(midnight, midnight + 1h);
  silence.match = {};
  silence.match.deployment = "shop";
  world.pipeline->set_silences({silence});
  auto& incident = world.open(7, "shop", "web", "registry_unreachable", "no route to r.example");
  incident.subjects.push_back({"blog", "app", ""});
  world.begin(7);
  world.pass(10min);
  CHECK(world.sent.size() == 1);
}

TEST_CASE("what a silence holds while the rest of its thread is over is told anew after it") {
  World world;
  fail_check(world, "a");
  fail_check(world, "b");
  world.at(1h);
  REQUIRE(world.messages.size() == 1);
  auto silence = silence_all(midnight, midnight + 2h);
  silence.match.key = "check/a";
  world.pipeline->set_silences({silence});
  fail_check(world, "b", false);
  world.pass(10min);
  REQUIRE(world.messages.size() == 2);
  CHECK(world.messages[1].message.kind == notify::MessageKind::resolved);
  world.at(2h + 10min);
  REQUIRE(world.messages.size() == 3);
  CHECK(world.messages[2].message.kind == notify::MessageKind::problem);
  CHECK(world.sent.back() == "02:00:00 ops: the check `a` fails");
}

TEST_CASE("a silence that is ended early tells at the next flush") {
  World world;
  world.pipeline->set_silences({silence_all(midnight, midnight + 24h)});
  fail_check(world, "a");
  world.at(1h);
  world.pipeline->set_silences({});
  world.pass(0s);
  CHECK(world.sent == Lines{"01:00:00 ops: the check `a` fails"});
}

TEST_CASE("what was told and ends under a silence is told as over after it") {
  World world;
  fail_check(world, "a");
  world.at(1h);
  world.pipeline->set_silences({silence_all(midnight, midnight + 3h)});
  world.pass(1min);
  fail_check(world, "a", false);
  world.at(5h);
  CHECK(world.sent ==
        Lines{"00:00:30 ops: the check `a` fails", "03:00:00 ops: the check `a` is well again"});
}

TEST_CASE("a hold holds back what is below it until it ends") {
  World world;
  world.held.insert("shop");
  world.alert("spike/shop/web/cpu/threshold", true, Severity::warning, "shop/web: cpu", "shop",
              "web");
  fail_check(world, "a");
  world.pass(1h);
  CHECK(world.sent == Lines{"00:00:30 ops: the check `a` fails"});
  world.held.clear();
  world.happens(world.event("hold.ended", Severity::info, "over"));
  CHECK(world.sent.back() == "01:00:00 ops: shop/web: cpu");
}

TEST_CASE("quiet hours of a route hold back until they end what is not critical") {
  auto settings = plain_settings();
  notify::Route route;
  route.channels = {"ops"};
  route.quiet = notify::QuietHours{22 * 60, 7 * 60, Severity::warning};
  settings.routes = {route};
  World world(settings);
  world.at(1h);
  fail_check(world, "a");
  world.open(1, "shop", "web", "unhealthy", "shop/web is unhealthy");
  world.criticalities["shop/web"] = model::Criticality::critical;
  world.incidents[1].criticality = model::Criticality::critical;
  world.begin(1);
  world.at(7h + 30min);
  CHECK(world.sent == Lines{"01:00:30 ops: shop/web is unhealthy",
                            "05:00:30 ops: still: shop/web is unhealthy",
                            "07:00:00 ops: the check `a` fails"});
}

TEST_CASE("it is repeated while it fires, unless somebody has acknowledged it") {
  World world;
  world.open(1, "shop", "web", "unhealthy", "shop/web is unhealthy");
  world.begin(1);
  world.attempt_ends(1);
  world.at(9h);
  CHECK(world.sent == Lines{"00:00:30 ops: shop/web is unhealthy",
                            "04:00:30 ops: still: shop/web is unhealthy",
                            "08:00:30 ops: still: shop/web is unhealthy"});
  world.incidents[1].acknowledged_at = world.now();
  world.at(20h);
  CHECK(world.sent.size() == 3);
  // Worse than what they have seen.
  world.needs_operator(1);
  CHECK(world.sent.back() == "20:00:00 ops: needs you: shop/web is unhealthy");
}

TEST_CASE("a forgotten stop is told each day, and never repeated") {
  World world;
  for (int day = 0; day < 3; ++day) {
    world.at(24h * day + 1h);
    auto event = world.event("intent.stopped_long", Severity::warning, "db has been stopped");
    event.deployment = "shop";
    event.service = "db";
    event.alert = model::Alert{"stopped/shop/db", true};
    world.happens(event);
  }
  world.pass(12h);
  CHECK(world.sent == Lines{"01:00:30 ops: shop/db has been stopped",
                            "+1 01:00:30 ops: shop/db has been stopped",
                            "+2 01:00:30 ops: shop/db has been stopped"});
  CHECK(world.messages[0].message.kind == notify::MessageKind::notice);
  CHECK(world.rows() == 0);
}

TEST_CASE("what heals before it is told is only in the digest, of the day it healed") {
  World world;
  world.open(1, "shop", "web", "unhealthy", "shop/web is unhealthy");
  world.at(1h);
  world.begin(1);
  world.pass(20s);
  world.attempt_ends(1);
  world.gets_well(1);
  world.pass(10min);
  world.resolve(1);
  world.at(72h);
  CHECK(world.sent == Lines{"08:00:00 ops: 1 problem healed by itself"});
  CHECK(world.messages[0].message.items.at(0).what == "shop/web was unhealthy, at 01:10");
  CHECK(world.rows() == 0);
}

TEST_CASE("an alert that was told ends, also where its end is evidence of an incident by then") {
  World world;
  world.alert("check/shop/web/ready", true, Severity::warning, "shop/web: its check fails", "shop",
              "web");
  world.pass(1min);
  auto event = world.event("check.recovered", Severity::warning, "shop/web: its check is well");
  event.alert = model::Alert{"check/shop/web/ready", false};
  event.incident = 7;
  world.happens(event);
  world.pass(10min);
  CHECK(world.sent == Lines{"00:00:30 ops: shop/web: its check fails",
                            "00:05:30 ops: shop/web: its check is well"});
}

TEST_CASE("what comes back after `recurrence` is new, with a thread of its own") {
  World world;
  fail_check(world, "a");
  world.pass(10min);
  fail_check(world, "a", false);
  world.pass(7h);
  fail_check(world, "a");
  world.pass(1min);
  REQUIRE(world.messages.size() == 3);
  CHECK(world.sent.back() == "07:10:30 ops: the check `a` fails");
  CHECK(world.messages[2].message.begins_thread);
}
