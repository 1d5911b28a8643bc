// Namespaces that are shared with a container which was started again meanwhile.
#include "fakes/world.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;
using model::DependencyCondition;
using model::Health;

namespace {

const std::string because = "  because vpn, whose namespace it shares, was started after it\n";
const std::string restarts_app = "1  restart shop/app (shop-app-1)" + because;

SceneBuilder started_again(const std::vector<Service>& of_app = {},
                           const std::vector<Container>& of_vpn = {}) {
  std::vector<Service> changes{sharing_network_of("vpn")};
  changes.insert(changes.end(), of_app.begin(), of_app.end());
  auto scene = SceneBuilder().service("vpn").service("app", changes);
  scene.container("vpn", of_vpn).container("app", {sharing(id_of("vpn"))});
  scene.of("vpn").started_at = scene.of("app").started_at + 1ms;
  return scene;
}

// The same with another namespace than the network's.
SceneBuilder sharing_other(std::string model::Service::*mode, std::string model::Container::*seen) {
  auto scene =
      SceneBuilder().service("vpn").service("app", {[=](auto& one) { one.*mode = "service:vpn"; }});
  scene.container("vpn", {up_for(1min)});
  return scene.container("app", {[=](auto& one) { one.*seen = "container:" + id_of("vpn"); }});
}

}  // namespace

TEST_CASE("what shares the network of a container that was started after it is started anew") {
  const auto scene = started_again();
  REQUIRE(scene.text() == restarts_app);
  REQUIRE_FALSE(scene.plan().converged);
  const auto step = scene.plan().steps.front();
  REQUIRE_FALSE(std::get<model::RestartContainer>(step.action).for_health);
  REQUIRE_FALSE(reconcile::costs_budget(step, scene.scene()));
}

TEST_CASE("of what is only listed nobody knows whether it was started before the lender") {
  auto scene = started_again();
  scene.of("app").only_listed = true;
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("what was started in the same moment as the lender of its network, or later, is well") {
  auto scene = started_again();
  scene.of("vpn").started_at = scene.of("app").started_at;
  REQUIRE(scene.text() == "nothing to do\n");
  scene.of("vpn").started_at -= 1ms;
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a start in the future, by a clock that was set back, restarts nothing") {
  auto scene = started_again();
  scene.of("vpn").started_at = scene.now.wall + 1ms;
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("of two starts by a clock that was set back since, the later one is the later one") {
  auto scene = started_again();
  scene.of("app").started_at = scene.now.wall + 1h;
  scene.of("vpn").started_at = scene.now.wall + 1h + 1ms;
  REQUIRE(scene.text() == restarts_app);
}

TEST_CASE("what was seen to start after the lender of its network is well by any clock") {
  auto scene = started_again();
  scene.later(0s);
  note_started(scene.memory.services["vpn"], scene.of("vpn").id, scene.now);
  scene.later(1s);
  note_started(scene.memory.services["app"], scene.of("app").id, scene.now);
  REQUIRE(scene.text() == "nothing to do\n");
  scene.later(1s);
  note_started(scene.memory.services["vpn"], scene.of("vpn").id, scene.now);
  REQUIRE(scene.text() == restarts_app);
}

TEST_CASE("while the lender of its network does not run, nothing is done about what shares it") {
  const auto state =
      GENERATE(ContainerState::paused, ContainerState::restarting, ContainerState::exited);
  auto scene = started_again();
  scene.of("vpn").state = state;
  for (const auto& step : scene.plan().steps) CHECK(step.service == "vpn");
  CHECK(scene.says("app") == "running");
}

TEST_CASE(
    "a shared IPC namespace is like a shared network, a shared PID namespace ends by itself") {
  const auto ipc = sharing_other(&model::Service::ipc, &model::Container::ipc_mode);
  REQUIRE(ipc.text() == restarts_app);
  const auto pid = sharing_other(&model::Service::pid, &model::Container::pid_mode);
  REQUIRE(pid.text() == "nothing to do\n");
}

TEST_CASE("what shares a network is started anew once the lender is as it needs it") {
  auto scene = started_again({needs("vpn", DependencyCondition::healthy)});
  scene.spec.services.at("vpn").healthcheck = model::Healthcheck{.test = {"CMD", "true"}};
  scene.of("vpn").health = Health::starting;
  REQUIRE(reconcile::steps_now(scene.plan()) == 0);
  REQUIRE(scene.says("app") == "waiting: waits for vpn (healthy)");
  scene.of("vpn").health = Health::healthy;
  REQUIRE(scene.text() == restarts_app);
}

TEST_CASE("the lender of a network that dies again and again has to prove itself first") {
  auto scene = started_again();
  scene.of("vpn").started_at = scene.now.wall - 1s;
  scene.died("vpn", 2, 2s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("app") ==
          "waiting: vpn, whose namespace it shares, was started again and has to prove itself "
          "first");
  REQUIRE(scene.later(10s).text() == restarts_app);
}

TEST_CASE("a job in a shared network is not run twice") {
  REQUIRE(started_again({kind(model::ServiceKind::job)}).text() == "nothing to do\n");
}

TEST_CASE("after each start of the lender what shares its network is started anew, once") {
  fakes::World world({"vpn"});
  world.scene.service("app", {sharing_network_of("vpn")});
  world.scene.container("app", {sharing(id_of("vpn"))});
  world.watch();
  for (int round = 1; round <= 2; ++round) {
    world.pass_time(20min);
    world.engine.crash("vpn");
    world.settle();
    CHECK(world.times("perform start vpn") == round);
    CHECK(world.times("perform restart app") == round);
    CHECK(world.track().plan.converged);
  }
  const auto& memory = world.track().memory.of("app", id_of("app"));
  CHECK(memory.remedies == 0);
  CHECK(memory.deaths == 0);
  CHECK(world.life->loop->breaker().failed().empty());
}
