// Nights on paper: what happens on a host, and the exact list of messages that a tired operator
// would want of it. Local time is UTC; each night begins at midnight unless it says otherwise.
#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Criticality;
using model::Severity;

namespace {

using Sent = std::vector<std::string>;

}  // namespace

TEST_CASE("an OOM every 20 minutes for 8 hours is two messages and a line in the digest") {
  World world;
  world.open(7, "shop", "worker", "oom_killed", "shop/worker ran out of memory");
  for (int time = 0; time < 24; ++time) {
    world.at(20min * time + 5min);
    world.begin(7, time > 0);
    world.pass(5s);
    world.attempt_ends(7);
    world.gets_well(7);
    world.pass(10min);
    world.resolve(7);
  }
  world.at(12h);
  // Once: the engine's restart has healed it, nobody needs to get up. Twice: it will not stop by
  // itself, and that is said once. Then nothing more, whatever it does, until it has stayed away
  // for twice the time between two of them. The digest counts for who reads it at breakfast.
  CHECK(world.sent == Sent{"00:25:30 ops: shop/worker ran out of memory again: 2 times in 20m",
                           "08:00:00 ops: 24 problems healed by themselves",
                           "08:35:05 ops: shop/worker is well again after 7h40m"});
}

TEST_CASE("a slow crash loop is told once, then that it needs somebody, then that it is over") {
  World world;
  world.open(3, "shop", "web", "crash_loop", "shop/web died 3 times in a row, with 1");
  world.at(1h);
  world.begin(3);
  world.pass(40s);
  world.attempt_ends(3);  // and it is not well
  for (int attempt = 0; attempt < 3; ++attempt) {
    world.pass(3min);
    world.attempt_ends(3);
  }
  world.needs_operator(3);
  world.at(6h);
  world.gets_well(3);  // its database is back
  world.pass(10min);
  world.resolve(3);
  world.at(7h);
  // Nobody can mend it but a person, and nobody said that they have seen it: it is repeated once in
  // four hours.
  CHECK(world.sent == Sent{"01:00:40 ops: shop/web died 3 times in a row, with 1",
                           "01:09:40 ops: needs you: shop/web died 3 times in a row, with 1",
                           "05:09:40 ops: still: shop/web died 3 times in a row, with 1",
                           "06:10:30 ops: shop/web is well again after 5h"});
  CHECK(world.messages[0].message.severity == Severity::warning);
  CHECK(world.messages[1].message.severity == Severity::critical);
  // One thread, from its first sign to its end.
  for (const auto& each : world.messages)
    CHECK(each.message.thread == world.messages[0].message.id);
}

TEST_CASE("a backup that stops a database and starts it again is nothing") {
  World world;
  world.at(3h);
  auto stop = world.event("intent.changed", Severity::info, "db is to be stopped");
  stop.deployment = "shop";
  world.happens(stop);
  auto died = world.event("service.exited", Severity::info, "db exited with 0");
  died.deployment = "shop";
  died.service = "db";
  world.happens(died);
  world.pass(20min);
  world.happens(world.event("service.started", Severity::info, "db started"));
  // The same by a hold, under which a check fails for as long.
  world.held.insert("shop");
  world.happens(world.event("hold.started", Severity::info, "hold"));
  world.alert("check/shop/web/ready", true, Severity::warning, "shop/web: its check fails", "shop",
              "web");
  world.pass(20min);
  world.alert("check/shop/web/ready", false, Severity::warning, "shop/web: is well", "shop", "web");
  world.held.clear();
  world.happens(world.event("hold.ended", Severity::info, "hold"));
  world.at(30h);
  // Whoever makes backups knows that they do: no message, and nothing in the digest.
  CHECK(world.sent.empty());
}

TEST_CASE("a deploy by the owner is nothing, and what fails by it is told") {
  World world;
  world.at(22h);
  for (const auto* type : {"deployment.applied", "image.pull_started", "image.pull_completed",
                           "action.started", "action.succeeded", "deployment.converged"})
    world.happens(world.event(type, Severity::info, "as asked for"));
  world.pass(1h);
  CHECK(world.sent.empty());
  // The second one takes a port that is taken: config, so nothing is tried again.
  world.happens(world.event("deployment.applied", Severity::info, "as asked for"));
  world.open(1, "shop", "web", "port_taken_by_process",
             "shop/web does not start: port 8080 is taken by nginx");
  world.begin(1);
  world.needs_operator(1);
  world.pass(1min);
  // Its owner sits before it: at once.
  CHECK(world.sent == Sent{"23:00:00 ops: shop/web does not start: port 8080 is taken by nginx"});
}

TEST_CASE("an upgrade of the agent on a quiet host is nothing") {
  World world;
  world.at(4h);
  world.happens(world.event("agent.stopping", Severity::info, "stopping"));
  world.crash();
  world.recovery_due = true;
  world.pass(2s);
  world.happens(world.event("agent.started", Severity::info, "version 2"));
  world.happens(world.event("engine.connected", Severity::info, "connected"));
  world.recovery_due = false;
  world.recovery("recovery.completed", Severity::info, "agent_restart",
                 R"({"name":"shop","outcome":"already_running"})");
  world.at(30h);
  // All is as it was.
  CHECK(world.sent.empty());
}

TEST_CASE("a restart of the engine under 10 deployments is one message") {
  World world;
  world.at(2h);
  world.alert("engine", true, Severity::critical, "the engine is away: connection refused");
  world.recovery_due = true;
  std::string deployments;
  for (int i = 0; i < 10; ++i) {
    const auto name = "app" + std::to_string(i);
    world.open(10 + i, name, "main", "unhealthy", name + "/main is unhealthy");
    deployments +=
        (i == 0 ? "" : ",") + std::string(R"({"name":")") + name + R"(","outcome":"recovered"})";
  }
  world.pass(12s);
  world.alert("engine", false, Severity::critical, "connected to engine 28.5.2");
  for (int i = 0; i < 10; ++i) world.begin(10 + i);  // not healthy yet
  world.pass(50s);
  for (int i = 0; i < 10; ++i) world.gets_well(10 + i);
  world.recovery_due = false;
  world.recovery("recovery.completed", Severity::warning, "engine_restart", deployments);
  world.pass(10min);
  for (int i = 0; i < 10; ++i) world.resolve(10 + i);
  world.at(7h);
  // The report says it all: neither the engine's absence of seconds nor the ten that were unhealthy
  // for one.
  CHECK(world.sent ==
        Sent{"02:01:02 ops: nas is back after an engine restart: all 10 deployments run"});
}

TEST_CASE("a check that flaps all night is told, told once more as recurring, and then as over") {
  World world;
  for (int i = 0; i < 90; ++i) {
    world.at(1h + 4min * i);
    world.alert("check/web", true, Severity::warning, "the check `web` fails: HTTP 502");
    world.pass(90s);
    world.alert("check/web", false, Severity::warning, "the check `web` is well again");
  }
  world.at(7h + 59min);
  // The first message waits 30 s, the second as long as a group is quiet after it has spoken. Not
  // one more for 6 hours, and the end when it has stayed away for twice the time between two.
  CHECK(world.sent == Sent{"01:00:30 ops: the check `web` fails: HTTP 502",
                           "01:05:30 ops: the check `web` fails: HTTP 502 again: 2 times in 6m",
                           "07:05:30 ops: the check `web` is well again"});
}

TEST_CASE("a registry that cannot be reached is one problem of six services in three deployments") {
  World world(plain_settings({"chat", "ops"}));
  auto& incident = world.open(5, "blog", "web", "registry_unreachable", "no route to host");
  incident.cause = "registry_unreachable registry.example.org";
  incident.subjects = {{"blog", "web", ""}, {"blog", "db", ""},   {"shop", "web", ""},
                       {"shop", "db", ""},  {"wiki", "main", ""}, {"wiki", "db", ""}};
  world.at(3h);
  world.begin(5);
  world.pass(45s);
  world.attempt_ends(5);
  world.pass(1h);
  world.gets_well(5);
  world.pass(10min);
  world.resolve(5);
  world.at(7h);
  const std::string begun =
      "6 services of 3 deployments cannot fetch their images: the registry cannot be reached";
  CHECK(world.sent == Sent{"03:00:45 chat: " + begun, "03:00:45 ops: " + begun,
                           "04:11:15 chat: 6 services of 3 deployments are well again after 1h1m",
                           "04:11:15 ops: 6 services of 3 deployments are well again after 1h1m"});
  CHECK(world.messages[0].message.group == "cause registry_unreachable registry.example.org");
}

TEST_CASE(
    "a disk that fills up is told when it is near, when it is critical, and when it is over") {
  World world;
  world.at(1h);
  world.alert("check/disk:/srv", true, Severity::warning, "the disk at /srv (sdb1) is 90 % full");
  world.at(1h + 10min);
  world.alert("check/disk:/srv", true, Severity::critical, "the disk at /srv (sdb1) is 95 % full");
  // In between it flips by a percent: nothing.
  world.at(1h + 20min);
  world.alert("check/disk:/srv", true, Severity::warning, "the disk at /srv (sdb1) is 94 % full");
  world.at(3h);
  world.alert("check/disk:/srv", false, Severity::critical, "the disk at /srv is well again");
  world.at(7h);
  CHECK(world.sent == Sent{"01:00:30 ops: the disk at /srv (sdb1) is 90 % full",
                           "01:10:30 ops: the disk at /srv (sdb1) is 95 % full",
                           "03:00:30 ops: the disk at /srv is well again"});
}

TEST_CASE("a reboot with one that never settles is one message and one update") {
  World world;
  world.at(4h);
  world.recovery_due = true;
  world.happens(world.event("host.booted", Severity::info, "the host was rebooted"));
  world.open(9, "wiki", "db", "unhealthy", "wiki/db is unhealthy: the log is replayed");
  world.pass(2min);
  world.begin(9);
  world.pass(3min);
  world.recovery_due = false;
  const std::string others = R"({"name":"blog","outcome":"recovered","note":"web was down"},)"
                             R"({"name":"shop","outcome":"already_running"},)";
  const std::string services = R"(,"services":[{"name":"db","outcome":")";
  world.recovery("recovery.completed", Severity::warning, "host_reboot",
                 others + R"({"name":"wiki","outcome":"pending","note":"db not yet well")" +
                     services + R"(pending"}]})");
  world.attempt_ends(9);
  world.pass(20min);
  world.recovery("recovery.updated", Severity::critical, "host_reboot",
                 others + R"({"name":"wiki","outcome":"failed","problem":"db: unhealthy")" +
                     services + R"(failed"}]})");
  world.needs_operator(9);
  world.at(5h);
  // Its incident is in the report and in its update; nobody is told a third time.
  CHECK(world.sent ==
        Sent{"04:05:00 ops: nas is back after a reboot: 2 of 3 deployments run, 1 not yet",
             "04:25:00 ops: nas, after a reboot: 2 of 3 deployments run, 1 failed"});
  REQUIRE(world.messages.size() == 2);
  CHECK(world.messages[1].message.thread == world.messages[0].message.thread);
  CHECK_FALSE(world.messages[1].message.begins_thread);
  const auto& items = world.messages[0].message.items;
  REQUIRE(items.size() == 3);
  CHECK(items[0].what == "wiki is not well yet: db not yet well");
  CHECK(items[1].what == "recovered by evenkeel: blog");
  CHECK(items[2].what == "came back by themselves: shop");
  // Whoever mends it is told so, in the same thread.
  world.gets_well(9);
  world.pass(10min);
  world.resolve(9);
  world.pass(10min);
  CHECK(world.sent.back() == "05:10:30 ops: wiki/db is well again after 58m");
  CHECK(world.messages.back().message.thread == world.messages[0].message.thread);
}

TEST_CASE("a long absence of the engine is two messages, with what is below it mentioned") {
  World world;
  world.at(1h);
  world.open(1, "shop", "web", "unhealthy", "shop/web is unhealthy");
  world.begin(1);
  world.pass(1s);
  world.alert("engine", true, Severity::critical, "the engine is away: connection refused");
  world.pass(20min);
  world.alert("engine", false, Severity::critical, "connected to engine 28.5.2");
  world.attempt_ends(1);
  world.pass(1h);
  CHECK(world.sent == Sent{"01:00:31 ops: the engine is away: connection refused",
                           "01:20:01 ops: shop/web is unhealthy",
                           "01:20:31 ops: the engine is back after 20m"});
  CHECK(world.messages[0].message.mentioned == Sent{"shop/web"});
}
