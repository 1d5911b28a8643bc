// What there is to check, and what is known of it.
#include "monitor/checks/runner.hpp"

#include "monitor/checks/scripted_probes.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using monitor_test::ready_check;
using monitor_test::replica_address;
using monitor_test::World;
using namespace monitor;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a check of the host fails after three runs and is well again after two") {
  World world;
  world.host({"db:1"});
  world.step();
  CHECK(world.view("db:1").state == CheckState::pending);
  world.go(25s);
  CHECK(world.view("db:1").state == CheckState::passing);
  CHECK(world.events.all.empty());
  world.scripts["db:1"].answer = failed("connection refused");
  world.go(45s);
  CHECK(world.view("db:1").state == CheckState::failing);
  CHECK(world.events.types() == Texts{"check.failed"});
  world.scripts["db:1"].answer = passed("fine");
  world.go(35s);
  CHECK(world.view("db:1").state == CheckState::passing);
  CHECK(world.events.types() == Texts{"check.failed", "check.recovered"});
  CHECK(world.scripts["db:1"].runs >= 10);
  CHECK(world.scripts["db:1"].runs <= 12);
}

TEST_CASE("a configuration that leaves a check as it is leaves its state, its probe and its pace") {
  World world;
  world.host({"a:1", "b:1"});
  world.scripts["a:1"].answer = failed("x");
  world.go(45s);
  REQUIRE(world.view("a:1").state == CheckState::failing);
  const auto made = world.scripts.made;
  const auto next = world.view("a:1").next_at;
  world.host({"a:1", "c:1"});
  world.step();
  CHECK(world.view("a:1").state == CheckState::failing);
  CHECK(world.view("a:1").next_at == next);
  CHECK(world.scripts.made == made + 1);
  CHECK(world.runner.checks().size() == 2);
  CHECK(world.events.types() == Texts{"check.failed"});
}

TEST_CASE("a check that is taken away while it fails is over") {
  World world;
  world.host({"a:1", "b:1"});
  world.scripts["a:1"].answer = failed("x");
  world.go(45s);
  world.host({});
  world.step();
  CHECK(world.runner.checks().empty());
  REQUIRE(world.events.types() == Texts{"check.failed", "check.recovered"});
  CHECK(world.events.all.back().message ==
        "the check `a:1` failed and is not made any more: it is not configured now");
}

TEST_CASE("a check that changes during a run does not count what the old one found") {
  World world;
  world.host({"a:1"});
  world.scripts["a:1"].held = true;
  world.scripts["a:1"].answer = failed("old");
  world.go_until_under_way("a:1");
  auto changed = World::check("a:1");
  changed.probe = TcpProbe{"new:1", "", ""};
  world.runner.configure({changed});
  world.step();
  world.scripts["a:1"].let_go();
  world.poll();
  CHECK(world.view("a:1").last_verdict.empty());
  world.go(20s);
  CHECK(world.view("a:1").last_text == "fine");
  CHECK(world.scripts["new:1"].runs > 0);
}

TEST_CASE("the checks of a service run against its containers, and pause without them") {
  World world;
  world.web(ready_check);
  world.go(30s);
  CHECK(world.view("shop/web/ready").state == CheckState::paused);
  CHECK(world.scripts[replica_address].runs == 0);
  world.containers.add("web", "a", world.clock.now().wall);
  world.containers.add("other", "x", world.clock.now().wall);
  world.go(30s);
  CHECK(world.view("shop/web/ready").state == CheckState::passing);
  for (const auto& target : world.scripts[replica_address].targets) {
    REQUIRE(target.size() == 1);
    CHECK(target.front().id == "a");
  }
  world.containers.all.clear();
  world.go(10s);
  CHECK(world.view("shop/web/ready").state == CheckState::paused);
}

TEST_CASE("a container that was started anew begins anew, also during a run") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall);
  world.web(ready_check);
  world.scripts[replica_address].answer = failed("x");
  world.go(25s);
  REQUIRE(world.view("shop/web/ready").failures == 2);
  world.scripts[replica_address].held = true;
  world.go_until_under_way(replica_address);
  world.containers.all.front().started_at = world.clock.now().wall;
  world.scripts[replica_address].let_go();
  world.poll();
  CHECK(world.view("shop/web/ready").failures == 0);
  CHECK(world.view("shop/web/ready").state == CheckState::pending);
  CHECK(world.events.all.empty());
}

TEST_CASE("policies are read when they change, and go with their deployment") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall);
  world.web(ready_check);
  world.scripts[replica_address].answer = failed("x");
  world.go(45s);
  REQUIRE(world.events.types() == Texts{"check.failed"});
  const auto made = world.scripts.made;
  world.go(60s);
  CHECK(world.scripts.made == made);
  world.policies.all.front().criticality = model::Criticality::critical;
  world.go(6s);
  CHECK(world.view("shop/web/ready").criticality == "critical");
  CHECK(world.view("shop/web/ready").state == CheckState::failing);
  CHECK(world.events.all.back().severity == model::Severity::critical);
  world.policies.all.clear();
  world.go(6s);
  CHECK(world.runner.checks().empty());
  CHECK(world.events.types() == Texts{"check.failed", "check.failed", "check.recovered"});
}

TEST_CASE("a mistake in what a service says is told once, and again when it is another") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall);
  world.web(R"({"ready": {"type": "htp"}})");
  world.go(60s);
  REQUIRE(world.events.types() == Texts{"config.refused"});
  CHECK(world.events.all.front().deployment == "shop");
  CHECK(world.events.all.front().message.starts_with(
      "shop/web: checks.ready.type: expected http, tcp, "));
  CHECK(world.events.all.front().message.ends_with("; until that is mended it has no checks"));
  world.web(R"({"ready": {"type": "tcpp"}})");
  world.go(6s);
  CHECK(world.events.all.size() == 2);
  world.web(ready_check);
  world.go(30s);
  CHECK(world.events.all.size() == 2);
  CHECK(world.view("shop/web/ready").state == CheckState::passing);
}

TEST_CASE("the worst check that fails is what ails a container, and optional ones never do") {
  World world;
  const auto started = world.clock.now().wall;
  world.containers.add("web", "a", started);
  world.containers.add("web", "b", started);
  Texts told;
  world.runner.set_listener([&](const model::DeploymentName& name) { told.push_back(name); });
  world.web(
      R"({"a": {"type": "tcp", "address": "a:1", "interval": "10s", "criticality": "optional"},
                "b": {"type": "tcp", "address": "b:1", "interval": "10s"},
                "c": {"type": "tcp", "address": "c:1", "interval": "10s", "criticality": "critical"}})");
  world.scripts["a:1"].answer = failed("slow");
  world.go(45s);
  CHECK(world.view("shop/web/a").state == CheckState::failing);
  CHECK_FALSE(world.runner.ailment("shop", "web", "a", started));
  CHECK(told.empty());

  world.scripts["b:1"].answer = failed("refused");
  world.go(45s);
  CHECK(world.runner.ailment("shop", "web", "a", started) == "its check `b` fails: refused");
  CHECK_FALSE(world.runner.ailment("shop", "webs", "a", started));
  CHECK_FALSE(world.runner.ailment("sho", "web", "a", started));
  CHECK(told == Texts{"shop"});

  world.scripts["c:1"].answer = failed("broken");
  world.scripts["c:1"].answer.failing = {"b"};
  world.go(45s);
  CHECK(world.runner.ailment("shop", "web", "a", started) == "its check `b` fails: refused");
  CHECK(world.runner.ailment("shop", "web", "b", started) == "its check `c` fails: broken");
  CHECK(told == Texts{"shop", "shop"});

  world.policies.all.clear();
  world.go(6s);
  CHECK_FALSE(world.runner.ailment("shop", "web", "b", started));
  CHECK(told.size() == 4);
}

TEST_CASE("the revision grows with every change of what is known, and with nothing else") {
  World world;
  const auto at_first = world.runner.checks_revision();
  world.host({"a:1"});
  world.step();
  const auto configured = world.runner.checks_revision();
  CHECK(configured > at_first);
  world.go(12s);
  const auto after_run = world.runner.checks_revision();
  CHECK(after_run > configured);
  world.step();
  CHECK(world.runner.checks_revision() == after_run);
}

TEST_CASE("what was told of as failing stays so over restarts, until it passes") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall);
  const bool optional = GENERATE(false, true);
  world.web(ready_check);
  if (optional) world.policies.all.front().criticality = model::Criticality::optional;
  const auto is_unproven = [&] { return world.runner.is_unproven("shop", "web"); };
  world.scripts[replica_address].answer = failed("x");
  world.go(45s);
  REQUIRE(world.events.types() == Texts{"check.failed"});
  CHECK(is_unproven() == !optional);
  world.containers.all.front().started_at = world.clock.now().wall;
  world.go(6s);
  REQUIRE(world.view("shop/web/ready").state == CheckState::pending);
  CHECK(is_unproven() == !optional);
  CHECK_FALSE(world.runner.is_unproven("shop", "we"));
  CHECK_FALSE(world.runner.is_unproven("blog", "web"));
  world.scripts[replica_address].answer = passed("fine");
  world.go(45s);
  CHECK_FALSE(is_unproven());
}

TEST_CASE("what a probe found is shown without secrets") {
  World world;
  world.host({"a:1"});
  world.scripts["a:1"].answer = failed("GET https://anna:hunter2@example.org/?token=abc refused");
  world.go(30s);
  CHECK(world.view("a:1").last_text == "GET https://anna:***@example.org/?token=*** refused");
}
