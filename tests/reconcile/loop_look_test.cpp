// Looks that fail, one or many in a row.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

struct Watched : World {
  Watched() { watch(); }
};

}  // namespace

TEST_CASE("what could not be looked at for two resyncs is unknown, with the reason, told once") {
  Watched world;
  world.events.all.clear();
  world.engine.refuse("observe", "",
                      fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient),
                      1'000);
  world.pass_time(1s);
  world.pass_time(119s);
  CHECK(world.life->supervisor->get("shop")->phase == model::DeploymentPhase::converged);
  CHECK(world.events.count("deployment.degraded") == 0);
  for (int i = 0; i < 3; ++i) world.pass_time(1s);
  const auto view = *world.life->supervisor->get("shop");
  CHECK(view.phase == model::DeploymentPhase::unknown);
  CHECK_FALSE(view.converged);
  CHECK(view.services[0].phase == model::ServicePhase::unknown);
  CHECK(view.services[0].why.starts_with("it could not be looked at since "));
  CHECK(view.services[0].why.ends_with("carrying it out: the engine refused"));
  const auto explained = world.ask(world.life->supervisor->explain("shop", "web"));
  REQUIRE(explained);
  CHECK(explained->front().reasons.front() == view.services[0].why);
  CHECK(world.events.count("deployment.degraded") == 1);
  CHECK(world.events.last("deployment.degraded").starts_with("nobody knows how shop is: "));
  world.engine.accept("observe", "");
  world.pass_time(2s);
  CHECK(world.life->supervisor->get("shop")->phase == model::DeploymentPhase::converged);
  CHECK(world.events.count("deployment.converged") == 1);
}

TEST_CASE("what was never looked at says why, too") {
  World world;
  world.engine.refuse("observe", "",
                      fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient),
                      1'000);
  world.put_on_record();
  world.begin();
  world.pass_time(121s);
  const auto view = *world.life->supervisor->get("shop");
  CHECK(view.phase == model::DeploymentPhase::unknown);
  CHECK(view.services[0].why.starts_with("it could not be looked at since "));
}

TEST_CASE("looks that fail now and then, and a single long pause, make nothing unknown") {
  Watched world;
  for (int i = 0; i < 4; ++i) {
    world.engine.refuse("observe", "",
                        fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient));
    world.pass_time(100s);
    world.pass_time(2s);
  }
  CHECK(world.life->supervisor->get("shop")->phase == model::DeploymentPhase::converged);
}
