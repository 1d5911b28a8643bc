#include "reconcile/census.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

reconcile::EngineEvent event_of(const std::string& action, const std::string& id,
                                const std::string& project) {
  reconcile::EngineEvent event;
  event.type = "container";
  event.action = action;
  event.id = id;
  if (!project.empty()) event.attributes["com.docker.compose.project"] = project;
  return event;
}

model::Container container_of(const std::string& id, const std::string& project) {
  model::Container container;
  container.id = id;
  container.labels["com.docker.compose.project"] = project;
  return container;
}

}  // namespace

TEST_CASE("containers that come and go are counted without another look") {
  reconcile::Census census;
  const auto foreign = [&] {
    return census.count_foreign([](const std::string& project) { return project == "shop"; });
  };
  CHECK(foreign() == 0);
  census.take({container_of("1", "shop"), container_of("2", "other")});
  CHECK(foreign() == 1);
  census.note(event_of("create", "3", ""));
  census.note(event_of("start", "3", ""));
  census.note(event_of("create", "4", "shop"));
  CHECK(foreign() == 2);
  census.note(event_of("die", "3", ""));
  CHECK(foreign() == 2);
  census.note(event_of("destroy", "3", ""));
  CHECK(foreign() == 1);
  census.take({});
  CHECK(foreign() == 0);
}

TEST_CASE(
    "what is released is looked after by nobody from then on, and what comes is counted at once") {
  fakes::World world({"web"});
  world.watch();
  const auto unmanaged = [&] { return world.life->supervisor->status().unmanaged_containers; };
  CHECK(unmanaged() == 0);
  reconcile::DeleteRequest release;
  release.deployment = "shop";
  REQUIRE(world.ask(world.life->supervisor->remove(std::move(release))));
  CHECK(unmanaged() == 1);
  world.engine.client_makes("web", "web:1", 2);
  world.settle();
  CHECK(unmanaged() == 2);
}
