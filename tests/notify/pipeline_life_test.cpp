// Reload, restart, clock: what happens to the pipeline itself.
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

TEST_CASE("a reload sends nothing again and keeps timers; a new channel hears of what is new") {
  World world(plain_settings({"chat", "ops"}));
  fail_check(world, "a");
  world.pass(1min);
  fail_check(world, "b");
  world.configure(plain_settings({"chat", "new", "ops"}));
  world.pass(10min);
  CHECK(world.sent == Lines{"00:00:30 chat: the check `a` fails",
                            "00:00:30 ops: the check `a` fails",
                            "00:01:30 new: the check `b` fails",
                            "00:05:30 chat: the check `b` fails (and 1 more problem)",
                            "00:05:30 ops: the check `b` fails (and 1 more problem)"});
}

TEST_CASE("what waits for a channel that is gone is said, and goes where it would go now") {
  World world(plain_settings({"chat"}));
  fail_check(world, "a");
  world.configure(plain_settings({"ops"}));
  world.pass(10min);
  CHECK(world.sent == Lines{"00:00:30 ops: 1 thing was to be told through the channel chat, which "
                            "is not configured any more",
                            "00:00:30 ops: the check `a` fails"});
}

TEST_CASE("a clock that is set back delays nothing by more than its period") {
  World world;
  world.at(48h);
  fail_check(world, "a");
  world.set_clock(midnight);
  world.pass(6min);
  CHECK(world.sent == Lines{"00:05:00 ops: the check `a` fails"});
}

TEST_CASE("a clock that is set forward only tells early") {
  World world;
  fail_check(world, "a");
  world.set_clock(midnight + 24h);
  world.pass(0s);
  CHECK(world.sent == Lines{"+1 00:00:00 ops: the check `a` fails"});
}

TEST_CASE("those who are fed get what fires and what was resolved a moment ago") {
  World world;
  fail_check(world, "a");
  fail_check(world, "b");
  world.pass(1min);
  fail_check(world, "b", false);
  auto alerts = world.pipeline->alerts(world.now() + 4min);
  REQUIRE(alerts.size() == 2);
  CHECK(alerts[0].item.key == "check/a");
  CHECK(alerts[0].ends_at > world.now() + 4min);
  CHECK(alerts[1].item.ended == world.now());
  CHECK(alerts[1].ends_at == world.now());
  CHECK(world.pipeline->alerts(world.now() + 5min).size() == 1);
  world.pipeline->set_silences({silence_all(midnight, midnight + 2h)});
  CHECK(world.pipeline->alerts(world.now()).empty());
}

TEST_CASE("a dropped notification is not told through the channel that dropped it") {
  World world(plain_settings({"chat", "ops"}));
  auto event = world.event("notification.dropped", Severity::warning, "3 were dropped");
  event.data = R"({"channel":"chat","count":3})";
  world.happens(event);
  world.pass(1min);
  CHECK(world.sent == Lines{"00:00:30 ops: 3 were dropped"});
}

TEST_CASE("a route may ask for what is no message by default; evidence never is one") {
  auto settings = plain_settings();
  notify::Route route;
  route.channels = {"ops"};
  route.match.types = {"service.*"};
  settings.routes = {route};
  World world(settings);
  auto event = world.event("service.started", Severity::info, "web started");
  event.deployment = "shop";
  event.service = "web";
  world.happens(event);
  event.incident = 7;
  world.happens(event);
  world.pass(10min);
  CHECK(world.sent == Lines{"00:00:30 ops: shop/web started"});
}

TEST_CASE("what the agent before had told of ends with the start of the one after it") {
  World world;
  world.alert("engine", true, Severity::critical, "the engine is away");
  world.alert("host/breaker", true, Severity::critical, "5 services failed within a minute");
  world.pass(1min);
  world.crash();
  world.happens(world.event("agent.started", Severity::info, "version 2"));
  world.happens(world.event("engine.connected", Severity::info, "connected"));
  world.pass(10min);
  REQUIRE(world.messages.size() == 2);
  CHECK(world.messages[1].message.kind == notify::MessageKind::resolved);
  CHECK(world.messages[1].message.items.size() == 2);
}

TEST_CASE("an incident that is over in heal is over here, also where its event is lost") {
  World world;
  world.open(1, "shop", "web", "unhealthy", "shop/web is unhealthy");
  world.begin(1);
  world.attempt_ends(1);
  world.pass(1h);
  world.incidents[1].state = model::IncidentState::resolved;
  world.incidents[1].resolved_at = world.now();
  world.pass(3min);
  world.happens(world.event("service.started", Severity::info, "another"));
  world.pass(1min);
  CHECK(world.sent == Lines{"00:00:30 ops: shop/web is unhealthy",
                            "01:03:30 ops: shop/web is well again after 1h"});
}

TEST_CASE("a report covers a cause over several deployments only where it named them all") {
  for (const bool both : {true, false}) {
    World world;
    const std::string shop = R"({"name":"shop","outcome":"failed","services":[]})";
    world.recovery("recovery.completed", Severity::critical, "host_reboot",
                   both ? shop + R"(,{"name":"blog","outcome":"failed","services":[]})" : shop);
    auto& incident = world.open(7, "shop", "web", "registry_unreachable", "no route to r.example");
    incident.subjects.push_back({"blog", "app", ""});
    world.begin(7);
    world.pass(10min);
    CHECK(world.sent.size() == (both ? 1 : 2));
  }
}

TEST_CASE("rows of another form are left out") {
  World world;
  world.pipeline->restore({{"alert/x", "{"},
                           {"alert/y", "{\"key\":1}"},
                           {"nonsense", "[]"},
                           {"group/ops/x", "null"},
                           {"digest", "7"},
                           {"healed/x", std::nullopt}},
                          {});
  fail_check(world, "a");
  world.pass(1min);
  CHECK(world.sent == Lines{"00:00:30 ops: the check `a` fails"});
}
