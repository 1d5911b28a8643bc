// Who waits for a turn, and whose turn is taken away.
#include "monitor/checks/runner.hpp"

#include "monitor/checks/scripted_probes.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using monitor_test::ask;
using monitor_test::Asked;
using monitor_test::World;
using namespace monitor;

TEST_CASE("what waits for its turn longer than its time fails, and other kinds go on") {
  World world;
  std::vector<Check> checks;
  for (int i = 0; i < check_runs_max; ++i) {
    checks.push_back(World::check("slow" + std::to_string(i) + ":1"));
    checks.back().timeout = 10min;
    world.scripts[checks.back().name].held = true;
  }
  checks.push_back(World::check("vital:1"));
  checks.back().interval = 1s;
  checks.back().timeout = 1s;
  checks.push_back(checks.back());
  checks.back().name = "engine";
  checks.back().probe = EngineProbe{};
  world.runner.configure({checks.end() - 2, checks.end()});
  world.go(5s);
  REQUIRE(world.view("vital:1").last_verdict == "passed");
  world.runner.configure(checks);
  const auto end = world.clock.now().mono + 60s;
  auto vital = world.view("vital:1");
  for (; vital.last_verdict == "passed" && world.clock.now().mono < end; world.go(1s))
    vital = world.view("vital:1");
  CHECK(vital.last_text == "its turn has not come within its time: too many other checks are slow");
  CHECK(vital.state == CheckState::passing);
  world.go(10s);
  vital = world.view("vital:1");
  CHECK(vital.state == CheckState::failing);
  CHECK(vital.last_text == "its turn has not come within its time: too many other checks are slow");
  CHECK(world.events.types() == std::vector<std::string>{"check.failed"});
  CHECK(world.view("engine").last_verdict == "passed");
  CHECK(world.scripts["no network"].runs > 10);
  Asked asked;
  ask(world, "vital:1", asked);
  REQUIRE(asked.answer);
  CHECK(asked.answer->error().what == "the check `vital:1` waits for its turn: others are slow");
  for (int i = 0; i < check_runs_max; ++i) world.scripts[checks[i].name].let_go();
  world.go(5s);
  CHECK(world.view("vital:1").state == CheckState::passing);
}

TEST_CASE("a turn is missed once an interval, and blames no service") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall - 1h);
  std::vector<Check> checks;
  for (int i = 0; i < check_runs_max; ++i) {
    checks.push_back(World::check("slow" + std::to_string(i) + ":1"));
    checks.back().timeout = 10min;
    world.scripts[checks.back().name].held = true;
  }
  world.runner.configure(checks);
  world.go(30s);
  checks.push_back(World::check("vital:1"));
  checks.back().interval = 1min;
  checks.back().timeout = 1s;
  world.runner.configure(checks);
  world.web(R"({"ready": {"type": "tcp", "address": "web:1", "interval": "10s"}})");
  world.go(1min);
  CHECK(world.view("vital:1").failures <= 1);
  world.go(3min);
  CHECK(world.view("vital:1").state == CheckState::failing);
  const auto ready = world.view("shop/web/ready");
  CHECK(ready.last_verdict == "unknown");
  CHECK(ready.state == CheckState::pending);
}

TEST_CASE("a run whose check is taken away is asked to end at once") {
  World world;
  world.host({"a:1", "b:1"});
  world.scripts["a:1"].held = world.scripts["b:1"].held = true;
  world.go_until_under_way("a:1");
  world.go_until_under_way("b:1");
  auto other = World::check("b:1");
  other.probe = TcpProbe{"c:1", "", ""};
  world.runner.configure({other});
  world.step();
  CHECK(world.scripts["a:1"].under_way == 0);
  CHECK(world.scripts["b:1"].under_way == 0);
  world.go(20s);
  CHECK(world.view("b:1").last_verdict == "passed");
}
