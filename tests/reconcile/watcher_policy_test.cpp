// The engine's own restart policy is nobody's wish, and what was told to end has not ended by
// itself.
#include "fakes/world.hpp"
#include "support/catch.hpp"

#include <csignal>

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::IntentState;
using model::RestartMode;

struct Restarting : World {
  explicit Restarting(RestartMode mode) : World({"web"}) {
    scene.of("web").restart_policy = {mode, 0};
    watch();
  }
  // A stop that is not carried out yet: the deployment is held.
  void stop_under_hold() {
    model::Hold hold;
    hold.deployment = name;
    hold.until = clock.now().wall + 1h;
    REQUIRE(ask(life->supervisor->hold(hold)));
    verb(reconcile::Verb::stop, "web");
    pass_time(2s);
    REQUIRE(runs("web"));
  }
};

// web waits until the job is done.
struct Migration : World {
  Migration() : World({"job"}) {
    scene.spec.services["job"].restart = {RestartMode::no, 0};
    scene.of("job").restart_policy = {RestartMode::no, 0};
    scene.service("web", {support::needs("job", model::DependencyCondition::completed)});
    watch();
    REQUIRE(runs("job"));
  }
  bool began_web() const { return times("perform start web") > 0; }
};

}  // namespace

TEST_CASE("a start by the restart policy does not take back a stop that is still to be done") {
  Restarting world(RestartMode::unless_stopped);
  world.stop_under_hold();
  world.engine.crash("web", 137);
  world.engine.client_starts("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.intent_of("web").set_by == model::SetBy::api);
  world.pass_time(1h + 10s);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a start where no restart policy acts is its owner's") {
  Restarting world(RestartMode::on_failure);
  world.stop_under_hold();
  world.engine.crash("web", 0);
  world.engine.client_starts("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::running);
}

TEST_CASE("a start of what its restart policy left down is its owner's") {
  Restarting world(RestartMode::always);
  world.stop_under_hold();
  world.engine.crash("web", 1);  // and its start was refused
  world.settle();
  for (int looks = 0; looks < 3; ++looks) world.pass_time(70s);
  world.engine.client_starts("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::running);
}

TEST_CASE("a mere signal takes the restart policy out of force: the next start is its owner's") {
  Restarting world(RestartMode::always);
  world.stop_under_hold();
  world.engine.client_signals("web", SIGHUP);
  world.engine.crash("web", 1);
  world.engine.client_starts("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::running);
}

TEST_CASE("a job that another client stops in its middle lets nobody start") {
  Migration world;
  world.engine.client_stops("job");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(20s);
  CHECK(world.intent_of("job").state == IntentState::stopped);
  CHECK_FALSE(world.began_web());
}

TEST_CASE("a job that is stopped by its owner's verb lets nobody start, and runs again by start") {
  Migration world;
  world.verb(reconcile::Verb::stop, "job");
  world.pass_time(6s);
  world.next_life();
  world.pass_time(70s);
  CHECK_FALSE(world.began_web());
  world.verb(reconcile::Verb::start, "job");
  CHECK(world.runs("job"));
  CHECK_FALSE(world.began_web());
  world.engine.crash("job", 0);
  world.settle();
  CHECK(world.began_web());
}
