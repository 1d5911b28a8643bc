#include "integration/docker/engine_scene.hpp"

#include <algorithm>

using integration::awaitable;
using integration::Scene;
using namespace std::chrono_literals;

namespace {

using Actions = std::vector<std::string>;

reconcile::Work work_on(Scene& scene, model::Action action) {
  reconcile::Work work;
  work.step.action = std::move(action);
  work.step.service = "web";
  work.spec = scene.spec;
  return work;
}

Actions actions_of(const std::vector<reconcile::EngineEvent>& events,
                   const model::ContainerId& id) {
  Actions actions;
  for (const auto& event : events) {
    if (event.type == "container" && event.id == id) actions.push_back(event.action);
  }
  return actions;
}

// Container events of `id` until `last` was seen.
awaitable<Actions> actions_until(reconcile::EngineLink& link, model::ContainerId id,
                                 std::string last) {
  Actions actions;
  for (;;) {
    const auto events = co_await link.next_events();
    if (!events) co_return actions;
    for (auto& action : actions_of(*events, id)) actions.push_back(std::move(action));
    if (std::find(actions.begin(), actions.end(), last) != actions.end()) co_return actions;
  }
}

struct Heard {
  reconcile::EngineInfo info;
  Actions live, replayed;
};

awaitable<Heard> start_and_stop(Scene& scene, model::ContainerId id) {
  Heard heard;
  const auto before = scene.clock.now().wall.time_since_epoch().count() * 1'000'000;
  auto info = co_await scene.link.connect(0);
  if (info) heard.info = info->info;
  auto start = work_on(scene, model::StartContainer{id, 1, "ek-it-web-1"});
  (void)co_await scene.runtime.perform(std::move(start));
  auto stop = work_on(scene, model::StopContainer{id, "ek-it-web-1", 5});
  (void)co_await scene.runtime.perform(std::move(stop));
  heard.live = co_await actions_until(scene.link, id, "stop");
  // Nothing was forgotten by the one who listens again from the beginning; what this link has seen
  // is not said twice.
  docker::DockerLink other(scene.client, scene.tasks, scene.pool, scene.io.get_executor());
  const auto again = co_await other.connect(before);
  if (again) heard.replayed = actions_of(again->past, id);
  other.close();
  scene.link.close();
  (void)co_await scene.tasks.join(5s);
  co_return heard;
}

bool has(const Actions& actions, const std::string& action) {
  return std::find(actions.begin(), actions.end(), action) != actions.end();
}

}  // namespace

TEST_CASE("a start and a stop are heard, live and replayed, from an engine that says who it is") {
  Scene scene;
  const auto id = scene.make_web();
  const auto heard = scene.run(start_and_stop(scene, id));
  for (const auto* action : {"start", "kill", "stop"}) {
    INFO(action);
    CHECK(has(heard.live, action));
    CHECK(has(heard.replayed, action));
  }
  CHECK_FALSE(heard.info.version.empty());
  CHECK(heard.info.api_version.starts_with("1."));
  CHECK(heard.info.cpus > 0);
  CHECK_FALSE(heard.info.engine_id.empty());
  CHECK(heard.info.peer_start.find(':') != std::string::npos);
  CHECK(scene.run(scene.link.reaction(1000ms)) == reconcile::Reaction::answered);
}

TEST_CASE("that a client stopped a container is read from the engine's files") {
  Scene scene;
  const auto id = scene.make_web();
  const auto heard = scene.run(start_and_stop(scene, id));
  CHECK_FALSE(heard.info.data_root.empty());
  CHECK(scene.run(scene.link.manually_stopped(id)) == true);
  CHECK(scene.run(scene.link.manually_stopped("../../etc")) == std::nullopt);
  const auto all = scene.run(scene.link.list_all());
  REQUIRE(all);
  CHECK(std::any_of(all->begin(), all->end(),
                    [&](const auto& container) { return container.id == id; }));
}
