#include "reconcile/reminders.hpp"

#include "core/time_text.hpp"
#include "fakes/world.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace reconcile;
using namespace support;

namespace {

Desire stopped_at_noon(model::SetBy set_by,
                       model::Criticality criticality = model::Criticality::standard) {
  SceneBuilder scene;
  scene.service("web").stopped("web");
  Desire desire;
  desire.deployments["shop"] = scene.scene().deployment;
  auto& deployment = desire.deployments["shop"];
  deployment.intents["web"].set_by = set_by;
  deployment.intents["web"].at = noon.wall;
  deployment.configured.criticality = criticality;
  return desire;
}

Desire paused_at_noon() {
  Desire desire = stopped_at_noon(model::SetBy::engine);
  auto& deployment = desire.deployments["shop"];
  deployment.intents["web"] = {};
  deployment.containers[id_of("web")] = {id_of("web"), "web", 1};
  deployment.containers[id_of("web")].paused_at = noon.wall;
  return desire;
}

struct Paused : fakes::World {
  Paused() : World({"web"}) {
    watch();
    engine.client_pauses("web");
    settle();
  }
  void beat_after(core::Milliseconds time) {
    pass_time(time);
    life->returning->beat_once();
  }
};

std::size_t due(const Desire& desire, core::Milliseconds from, core::Milliseconds to) {
  return reminders_due(desire, {}, noon.wall + from, noon.wall + to).size();
}

}  // namespace

TEST_CASE("a client's stop is named after an hour, then once a day") {
  const auto desire = stopped_at_noon(model::SetBy::engine);
  CHECK(due(desire, 0min, 59min) == 0);
  CHECK(due(desire, 59min, 61min) == 1);
  CHECK(due(desire, 61min, 23h) == 0);
  CHECK(due(desire, 24h, 26h) == 1);
}

TEST_CASE("a critical service is named after a quarter of an hour") {
  const auto desire = stopped_at_noon(model::SetBy::engine, model::Criticality::critical);
  CHECK(due(desire, 0min, 16min) == 1);
}

TEST_CASE("a deliberate stop never reminds") {
  CHECK(due(stopped_at_noon(model::SetBy::api), 0min, 48h) == 0);
}

TEST_CASE("a reminder that fell into an absence is given once afterwards") {
  const auto desire = stopped_at_noon(model::SetBy::engine);
  CHECK(due(desire, 30min, 72h) == 1);
}

TEST_CASE("what is paused is named like what is stopped") {
  const auto desire = paused_at_noon();
  CHECK(due(desire, 0min, 59min) == 0);
  CHECK(due(desire, 59min, 61min) == 1);
  CHECK(due(desire, 61min, 23h) == 0);
  CHECK(due(desire, 24h, 26h) == 1);
  const auto event = reminders_due(desire, {}, noon.wall, noon.wall + 1h).front();
  CHECK(event.message == "web has been paused since " + core::local_text(noon.wall) +
                             "; let it go on with `docker unpause " + id_of("web").substr(0, 12) +
                             "`, or make it deliberate with `evenkeel stop shop web`");
  CHECK(event.alert == model::Alert{"paused/shop/web", true});
}

TEST_CASE("several paused replicas are one reminder, of the one paused for longest") {
  auto desire = paused_at_noon();
  auto& containers = desire.deployments["shop"].containers;
  containers["b"] = {"b", "web", 1};
  containers["b"].paused_at = noon.wall - 1h;
  const auto events = reminders_due(desire, {}, noon.wall - 30min, noon.wall + 1h);
  REQUIRE(events.size() == 1);
  CHECK(events.front().container == "b");
}

TEST_CASE("a paused container of a service that is stopped on purpose is no second reminder") {
  auto desire = paused_at_noon();
  desire.deployments["shop"].intents["web"].state = model::IntentState::stopped;
  CHECK(due(desire, 0min, 48h) == 0);
}

TEST_CASE("what goes on, or was made deliberate, is over once, and only what was named") {
  const auto paused = paused_at_noon();
  CHECK(reminded_of(paused, {}, noon.wall + 59min).empty());
  const auto before = reminded_of(paused, {}, noon.wall + 1h);
  CHECK(reminders_over(before, before, noon.wall + 2h).empty());
  const auto over = reminders_over(before, {}, noon.wall + 2h);
  REQUIRE(over.size() == 1);
  CHECK(over.front().alert == model::Alert{"paused/shop/web", false});
  CHECK(over.front().type == "intent.stopped_long");
  CHECK(over.front().message.starts_with("web is no longer paused"));
}

TEST_CASE("a pause is reminded of once across restarts of the agent, and over when it is") {
  Paused world;
  world.beat_after(50min);
  CHECK(world.events.count("intent.stopped_long") == 0);
  world.next_life();
  world.beat_after(9min);
  CHECK(world.events.count("intent.stopped_long") == 0);
  world.beat_after(2min);
  world.beat_after(5s);
  CHECK(world.events.count("intent.stopped_long") == 1);
  world.next_life();
  world.beat_after(5s);
  CHECK(world.events.count("intent.stopped_long") == 0);
  world.engine.client_unpauses("web");
  world.settle();
  world.beat_after(5s);
  world.beat_after(5s);
  CHECK(world.events.count("intent.stopped_long") == 1);
  CHECK(world.events.last("intent.stopped_long").starts_with("web is no longer paused"));
}

TEST_CASE("a pause that ended in time is never mentioned") {
  Paused world;
  world.beat_after(30min);
  world.engine.client_unpauses("web");
  world.settle();
  world.beat_after(2h);
  CHECK(world.events.count("intent.stopped_long") == 0);
}
