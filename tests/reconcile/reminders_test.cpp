#include "reconcile/reminders.hpp"

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
