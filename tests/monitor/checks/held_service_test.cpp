// What a hold on its service does to a check.
#include "monitor/checks/kept_stage.hpp"
#include "monitor/checks/scripted_probes.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using monitor_test::Kept;
using monitor_test::ready_check;
using monitor_test::replica;
using monitor_test::replica_address;
using monitor_test::World;
using namespace monitor;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a service that is held is not checked") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall);
  world.web(ready_check);
  world.policies.all.front().paused = true;
  world.go(30s);
  CHECK(world.view("shop/web/ready").state == CheckState::paused);
  world.policies.all.front().paused = false;
  world.go(30s);
  CHECK(world.view("shop/web/ready").state == CheckState::passing);
}

TEST_CASE("a hold of any length leaves the failure of a check as it is") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall);
  world.web(ready_check);
  world.scripts[replica_address].answer = failed("x");
  world.go(45s);
  REQUIRE(world.events.types() == Texts{"check.failed"});
  world.policies.all.front().paused = true;
  world.go(15min);
  CHECK(world.events.types() == Texts{"check.failed"});
  world.policies.all.front().paused = false;
  world.go(60s);
  REQUIRE(world.view("shop/web/ready").state == CheckState::failing);
  CHECK(world.events.types() == Texts{"check.failed"});
  world.scripts[replica_address].answer = passed("fine");
  world.go(45s);
  CHECK(world.events.types() == Texts{"check.failed", "check.recovered"});

  world.scripts[replica_address].answer = failed("x");
  world.go(60s);
  REQUIRE(world.events.all.size() == 3);
  world.policies.all.front().paused = true;
  world.go(6s);
  world.policies.all.clear();  // its deployment goes while it is held
  world.go(6s);
  CHECK(world.events.all.size() == 4);
}

TEST_CASE("a failure outlasts a hold on its service, and is over a while after one that is down") {
  Kept kept;
  kept.replicas({replica("a")});
  kept.take(failed("x"), 2);
  kept.replicas({});
  for (auto held = 0min; held < 60min; held += 1min)
    kept.note(kept.check.look(kept.now + held, true));
  CHECK(kept.events.size() == 1);
  CHECK(kept.check.is_unproven());
  kept.now = kept.now + 60min;
  SECTION("what fails on is not told again") {
    kept.replicas({replica("a")});
    kept.take(failed("x"), 2);
    CHECK(kept.events.size() == 1);
    kept.take(passed("fine"));
    REQUIRE(kept.events.size() == 2);
    CHECK(kept.events.back().type == "check.recovered");
  }
  SECTION("what does not run when it ends counts from then on") {
    kept.note(kept.check.look(kept.now + (failure_kept_while_paused - 1min - 1s), false));
    CHECK(kept.events.size() == 1);
    kept.note(kept.check.look(kept.now + failure_kept_while_paused, false));
    CHECK(kept.events.size() == 2);
  }
}

TEST_CASE("a container that is paused is not checked") {
  World world;
  world.containers.add("web", "a", world.clock.now().wall);
  world.web(ready_check);
  world.containers.all.front().paused = true;
  world.go(30s);
  CHECK(world.view("shop/web/ready").state == CheckState::paused);
  world.containers.all.front().paused = false;
  world.go(30s);
  CHECK(world.view("shop/web/ready").state == CheckState::passing);
}
