// What an agent before this one told of checks, and how that ends.
#include "monitor/checks/open_failures.hpp"

#include "monitor/checks/scripted_probes.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using monitor_test::World;
using namespace monitor;

namespace {

using Texts = std::vector<std::string>;

model::Event told(const std::string& id, bool firing, core::WallTime at = {}) {
  model::Event event;
  event.type = firing ? "check.failed" : "check.recovered";
  event.severity = model::Severity::critical;
  event.alert = model::Alert{"check/" + id, firing};
  event.at = at;
  return event;
}

OpenFailures open_of(const std::string& id, core::WallTime at) {
  return open_failures({told(id, true, at)});
}

}  // namespace

TEST_CASE("open is what was told to fail last, and no disk") {
  const core::WallTime noon{12h};
  model::Event optional = told("weather", true);
  optional.alert.reset();
  const auto open = open_failures({told("backup", true), told("backup", false),
                                   told("shop/web/page", true, noon), told("gateway", false),
                                   told("disk:/var", true), told("disks", true), optional});
  REQUIRE(open.size() == 1);
  CHECK(open.begin()->first == "shop/web/page");
  CHECK(open.begin()->second.at == noon);
  CHECK(open.begin()->second.severity == model::Severity::critical);
}

TEST_CASE("a failure that was told before this agent began is not told again, and ends once") {
  World world;
  world.runner.recall(open_of("a", world.clock.now().wall - 1h));
  auto check = World::check("a:1");
  check.name = "a";
  check.criticality = model::Criticality::critical;
  world.runner.configure({check});
  world.scripts["a:1"].answer = failed("x");
  world.go(45s);
  REQUIRE(world.view("a").state == CheckState::failing);
  CHECK(world.events.all.empty());
  world.scripts["a:1"].answer = passed("fine");
  world.go(45s);
  REQUIRE(world.events.types() == Texts{"check.recovered"});
  CHECK(world.events.all.back().alert == model::Alert{"check/a", false});
  CHECK(world.events.all.back().severity == model::Severity::critical);
}

TEST_CASE("a failure of a check that went while no agent ran is over") {
  World world;
  world.runner.recall(open_of("shop/web/page", world.clock.now().wall - 1h));
  world.host({"a:1"});
  world.step();
  REQUIRE(world.events.types() == Texts{"check.recovered"});
  CHECK(world.events.all.back().deployment == "shop");
  CHECK(world.events.all.back().alert == model::Alert{"check/shop/web/page", false});
  world.go(45s);
  CHECK(world.events.all.size() == 1);
}
