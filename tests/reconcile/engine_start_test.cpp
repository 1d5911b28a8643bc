#include "reconcile/engine_start.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

#include <algorithm>

using namespace reconcile;
using namespace std::chrono_literals;
using core::Milliseconds;

namespace {

const core::Instant now{core::WallTime{Milliseconds{1'000'000}},
                        core::MonoTime{Milliseconds{60'000}}};
// It slept for 40 s, which its monotonic clock does not know of.
const core::MonoTime booted_at{Milliseconds{-40'000}};

model::Container ended(const std::string& id, const std::string& service) {
  model::Container container;
  container.id = id;
  container.state = model::ContainerState::exited;
  container.labels = {{"com.docker.compose.project", "shop"},
                      {"com.docker.compose.service", service}};
  return container;
}

}  // namespace

TEST_CASE("the start of the engine is told by its process, or by its unit") {
  CHECK(engine_started_at("812:9000", "pid:812:9000", now, booted_at) == now.wall - 10s);
  CHECK(engine_started_at("", "unit:812:50000000", now, booted_at) == now.wall - 10s);
  CHECK(engine_started_at("812:9000", "unit:812:1", now, booted_at) == now.wall - 10s);
}

TEST_CASE("where nobody tells when the engine started, nothing is made up") {
  for (const auto* identity : {"", "own:17", "unit:", "unit:812:"})
    CHECK_FALSE(engine_started_at("", identity, now, booted_at));
}

TEST_CASE("what should run is asked about first, however many have ended before") {
  support::SceneBuilder builder;
  builder.service("asked").service("job").service("web");
  Desire desire;
  auto& shop = desire.deployments["shop"] = builder.scene().deployment;
  shop.facts["job"].completed.emplace();
  shop.intents["asked"].state = model::IntentState::stopped;
  std::vector<model::Container> all{ended("1", "asked"), ended("2", "job")};
  all.resize(200, ended("3", "of nobody"));
  all.push_back(ended("4", "web"));
  all.push_back(ended("5", "web"));
  all.back().state = model::ContainerState::running;
  const auto ids = maybe_survivors(all, desire, 8);
  CHECK(ids.size() == 8);
  CHECK(ids.front() == "4");
  CHECK(std::ranges::find(ids, "5") == ids.end());
}
