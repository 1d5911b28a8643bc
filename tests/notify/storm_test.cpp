#include "notify/alert_book.hpp"
#include "notify/digest.hpp"
#include "notify/pipeline_world.hpp"
#include "support/catch.hpp"

using namespace pipeline_test;
using model::Severity;

TEST_CASE("a storm of 10,000 events over 200 services is at most two messages a group") {
  constexpr int deployments = 20, services = 10, events = 10'000;
  World world;
  for (int i = 0; i < deployments * services; ++i)
    world.open(i + 1, "d" + std::to_string(i / services), "s" + std::to_string(i % services),
               "unhealthy", "it is unhealthy");
  for (int i = 0; i < events; ++i) {
    const int id = i % (deployments * services) + 1;
    const int round = i / (deployments * services);
    world.pass(6ms);
    if (round % 10 == 0)
      world.begin(id, round > 0);
    else if (round % 10 == 5)
      world.gets_well(id);
    else
      world.attempt_ends(id);
  }
  // Within its wait the first of every group, and in the minute one more at most.
  CHECK(world.messages.size() <= 2 * deployments);
  REQUIRE(world.messages.size() >= deployments);
  CHECK(world.messages[deployments - 1].message.at <= midnight + 35s);
  CHECK(world.rows() <= deployments * services + deployments + notify::Digest::entries_max + 1);
  // All of them are told of, and when it is over, once more.
  world.pass(10min);
  for (int id = 1; id <= deployments * services; ++id) world.resolve(id);
  world.pass(30min);
  CHECK(world.messages.size() <= 4 * deployments);
  for (auto at = world.messages.rbegin(); at != world.messages.rbegin() + deployments; ++at)
    CHECK(at->message.kind == notify::MessageKind::resolved);
  // And then all of it is forgotten.
  world.pass(10h);
  CHECK(world.rows() == 0);
}

TEST_CASE("a flood of different alerts is bounded, and counted in the digest") {
  auto settings = plain_settings();
  settings.group.repeat = 24h;
  World world(settings);
  for (int i = 0; i < 5'400; ++i) {
    auto event = world.event("check.failed", Severity::warning, "it fails");
    event.alert = model::Alert{"check/" + std::to_string(i), true};
    event.id = i + 1;
    world.pipeline->take(event, world.now());
  }
  world.flush();
  CHECK(world.rows() <= notify::AlertBook::entries_max + 3);
  world.at(8h);
  REQUIRE(world.messages.size() >= 2);
  const auto& first = world.messages.front().message;
  CHECK(first.items.size() == 50);
  CHECK(first.left_out == 4'950);
  CHECK(world.messages.back().message.items.at(0).what ==
        "the host had more alerts than are remembered, 400 times, last at 00:00");
}
