// What publishes a port, or takes a name, comes after what gives it up.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;

namespace {

// `old` is gone from the spec; `fresh` takes its place.
SceneBuilder renamed(const std::string& had, const std::string& wants,
                     const std::vector<Service>& more = {}) {
  auto scene = SceneBuilder().service("old").container("old", {publishing(had)});
  scene.spec.services.erase("old");
  auto changes = more;
  changes.push_back(published(wants));
  return scene.service("fresh", changes).service("other", {published("9000")});
}

const model::Step& start_of(const model::Plan& plan, const std::string& service) {
  for (const auto& step : plan.steps) {
    if (step.service == service && model::verb_of(step.action) == "start") return step;
  }
  throw std::runtime_error("no start of " + service);
}

bool follows_removal(const model::Plan& plan, const std::string& service) {
  for (const auto before : start_of(plan, service).after) {
    if (model::verb_of(plan.steps[before].action) == "remove") return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a renamed service is started after the old one, whose port it takes, is removed") {
  const auto plan = renamed("8080", "8080").plan();
  REQUIRE(follows_removal(plan, "fresh"));
  REQUIRE_FALSE(follows_removal(plan, "other"));
}

TEST_CASE("only what collides waits: port range, address and protocol are compared") {
  REQUIRE(follows_removal(renamed("8085", "8080-8090").plan(), "fresh"));
  REQUIRE_FALSE(follows_removal(renamed("8091", "8080-8090").plan(), "fresh"));
  REQUIRE_FALSE(follows_removal(renamed("", "8080").plan(), "fresh"));
  const auto at = [](std::string ip) { return [=](auto& one) { one.ports[0].host_ip = ip; }; };
  auto local = renamed("8080", "8080");
  at("127.0.0.1")(local.seen.containers[0]);
  REQUIRE(follows_removal(local.plan(), "fresh"));
  at("127.0.0.2")(local.spec.services.at("fresh"));
  REQUIRE_FALSE(follows_removal(local.plan(), "fresh"));
  auto udp = renamed("8080", "8080");
  udp.seen.containers[0].ports[0].protocol = "udp";
  REQUIRE_FALSE(follows_removal(udp.plan(), "fresh"));
}

TEST_CASE("a port that moves from one service to another is free before it is taken") {
  auto scene = SceneBuilder().service("a").service("b").container("a", {publishing("8080")});
  scene.container("b").next_generation().changed("a").changed("b");
  published("8080")(scene.spec.services.at("b"));
  REQUIRE(follows_removal(scene.plan(), "b"));
}

TEST_CASE("a replacement takes the name of a service that is gone only once that is removed") {
  auto scene = SceneBuilder().service("old").container("old", {named("front")});
  scene.spec.services.erase("old");
  scene.service("web").container("web").next_generation().changed("web");
  scene.spec.services.at("web").container_name = "front";
  const auto plan = scene.plan();
  std::size_t removal = 0, rename = 0;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto verb = model::verb_of(plan.steps[i].action);
    if (verb == "remove" && plan.steps[i].service == "old") removal = i;
    if (verb == "rename") rename = i;
  }
  const auto& after = plan.steps[rename].after;
  REQUIRE(std::find(after.begin(), after.end(), removal) != after.end());
}
