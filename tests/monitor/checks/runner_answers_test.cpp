// What is made of an answer: whose check it was, and when it came.
#include "monitor/checks/scripted_probes.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using monitor_test::World;
using namespace monitor;

TEST_CASE("what could not be asked has failed for the host, and says nothing of a service") {
  World world;
  world.host({"a:1"});
  world.web(R"({"ready": {"type": "tcp", "address": "b:1", "interval": "10s"}})");
  world.containers.add("web", "c1", world.clock.now().wall);
  for (const auto* address : {"a:1", "b:1"})
    world.scripts[address].answer = unable("the name db.lan is not known");
  world.go(90s);
  CHECK(world.view("a:1").state == CheckState::failing);
  CHECK(world.view("shop/web/ready").last_verdict == "unknown");
  CHECK(world.view("shop/web/ready").last_text == "the name db.lan is not known");
  CHECK(world.view("shop/web/ready").state == CheckState::pending);
  CHECK(world.events.types() == std::vector<std::string>{"check.failed"});
}

TEST_CASE("an answer that was there before our own standstill ended counts") {
  World world;
  world.host({"a:1"});
  world.scripts["a:1"].held = true;
  world.go_until_under_way("a:1");
  world.clock.advance(20s);
  world.scripts["a:1"].let_go();
  world.step();  // looks first, and reads what there is then
  CHECK(world.view("a:1").last_text == "fine");
  CHECK(world.view("a:1").failures == 0);
}

TEST_CASE("a run of a service's check that never ends is told, and restarts nothing") {
  World world;
  world.web(R"({"ready": {"type": "tcp", "address": "b:1", "interval": "10s"}})");
  world.containers.add("web", "c1", world.clock.now().wall);
  world.scripts["b:1"].held = world.scripts["b:1"].deaf = true;
  world.go(90s);
  CHECK(world.scripts["b:1"].runs == 1);
  CHECK(world.events.types() == std::vector<std::string>{"check.failed"});
  const auto started = world.containers.all.front().started_at;
  CHECK(world.runner.ailment("shop", "web", "c1", started) == std::nullopt);

  world.scripts["b:1"].let_go();
  world.go(30s);
  CHECK(world.events.types() == std::vector<std::string>{"check.failed", "check.recovered"});
}

TEST_CASE("a run that never ends counts for the containers that were started since, too") {
  World world;
  world.web(R"({"ready": {"type": "tcp", "address": "b:1", "interval": "10s"}})");
  world.containers.add("web", "c1", world.clock.now().wall);
  world.scripts["b:1"].held = world.scripts["b:1"].deaf = true;
  world.go_until_under_way("b:1");
  world.containers.all.clear();
  world.containers.add("web", "c2", world.clock.now().wall);
  world.go(90s);
  CHECK(world.scripts["b:1"].runs == 1);
  CHECK(world.view("shop/web/ready").state == CheckState::failing);
  CHECK(world.events.types() == std::vector<std::string>{"check.failed"});
}
