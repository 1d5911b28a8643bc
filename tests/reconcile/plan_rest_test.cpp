// When nothing of a plan is left to do now.
#include "reconcile/plan_rest.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;
using model::DependencyCondition;
using model::Health;

namespace {

reconcile::Outlook outlook(const SceneBuilder& scene) {
  return reconcile::outlook_of(scene.plan(), scene.scene());
}

bool at_rest(const SceneBuilder& scene) { return outlook(scene).at_rest; }

// `db` as the test has it; `web` is down and needs it healthy.
SceneBuilder waiting_for(const std::vector<Container>& db) {
  auto scene = SceneBuilder()
                   .service("db", {with_check()})
                   .service("web", {needs("db", DependencyCondition::healthy)});
  return scene.container("db", db).container("web", {exited(1)});
}

// `web` is down and needs another deployment's service, which is as the test says.
SceneBuilder waiting_elsewhere(std::optional<reconcile::ForeignState> state) {
  auto scene =
      SceneBuilder().service("web", {[](model::Service& one) {
                               one.from_service.depends_on = {{"postgres", "db", "healthy"}};
                             }});
  scene.container("web", {exited(1)});
  scene.adjust = [=](auto& one) {
    if (state) one.others["postgres/db"] = *state;
  };
  return scene;
}

}  // namespace

TEST_CASE("nothing is left to do where all is as wanted") {
  CHECK(at_rest(SceneBuilder().service("web").container("web")));
  CHECK(at_rest(SceneBuilder().service("web").stopped("web").container("web", {exited(0)})));
}

TEST_CASE("what can be done now, or is under way, is left to do") {
  const auto scene = SceneBuilder().service("web").container("web", {exited(1)});
  CHECK_FALSE(at_rest(scene));
  auto plan = scene.plan();
  for (auto& step : plan.steps) step.under_way = true;
  CHECK_FALSE(reconcile::outlook_of(plan, scene.scene()).at_rest);
}

TEST_CASE("what waits for its next attempt, for the engine or for a person rests") {
  CHECK(at_rest(SceneBuilder().service("web").container("web", {exited(1)}).died("web", 3, 1s)));
  CHECK(at_rest(SceneBuilder().service("web").container(
      "web", {exited(1, 1s), in_state(ContainerState::restarting)})));
  CHECK(
      at_rest(SceneBuilder().service("web").container("web", {in_state(ContainerState::paused)})));
  CHECK(at_rest(SceneBuilder().service("web").container("web", {exited(3)}).died("web", 7, 1s)));
}

TEST_CASE("what was started and has yet to pass its check is carried out") {
  const auto scene =
      SceneBuilder().service("web", {with_check()}).container("web", {in_health(Health::starting)});
  CHECK(at_rest(scene));
  CHECK(outlook(scene).coming.contains("web"));
}

TEST_CASE("what waits for what comes is left to do") {
  const auto scene = waiting_for({in_health(Health::starting)});
  CHECK_FALSE(at_rest(scene));
  CHECK(outlook(scene).coming == std::set<model::ServiceName>{"db", "web"});
}

TEST_CASE("what waits for what rests does so, too") {
  const auto restarting = in_state(ContainerState::restarting);
  const auto scene = waiting_for({exited(1, 1s), restarting});
  CHECK(scene.verdict("web").phase == model::ServicePhase::waiting);
  CHECK(at_rest(scene));
  CHECK(outlook(scene).coming.empty());
}

TEST_CASE("who waits for another deployment waits as long as something comes there") {
  reconcile::ForeignState state;
  CHECK(at_rest(waiting_elsewhere(state)));
  CHECK(at_rest(waiting_elsewhere({})));  // nobody has that deployment
  state.comes = true;
  CHECK_FALSE(at_rest(waiting_elsewhere(state)));
}

TEST_CASE("a replica that waits for the one before it is left to do, until that one fails") {
  auto scene = SceneBuilder().service("web", {scaled(2), with_check()});
  scene.container("web", {}, 2).next_generation().changed("web");
  scene.container("web", {in_health(Health::starting), up_for(5s)});
  CHECK(scene.verdict("web").phase == model::ServicePhase::waiting);
  CHECK_FALSE(at_rest(scene));
  scene.of("web").health = Health::unhealthy;
  CHECK(at_rest(scene));
}

TEST_CASE("nothing rests while somebody else is at work") {
  auto scene = SceneBuilder().service("web");
  scene.adjust = [](auto& one) { one.foreign = reconcile::ForeignWork{noon.mono + 5s, {}}; };
  CHECK_FALSE(at_rest(scene));
}

TEST_CASE("what a hold keeps from being done is left to do, and what it covers is not") {
  CHECK_FALSE(at_rest(SceneBuilder().service("web").container("web", {exited(1)}).held("web")));
  CHECK(at_rest(SceneBuilder().service("web").container("web").held("web")));
}
