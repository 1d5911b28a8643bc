#include "reconcile/wishes.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace reconcile;
using namespace support;

namespace {

ApplyRequest request_of(SceneBuilder& scene, std::string text) {
  ApplyRequest request;
  auto spec = std::make_shared<model::Spec>(scene.spec);
  spec->canonical_json = std::move(text);
  request.spec = spec;
  request.caller.by = "anna";
  return request;
}

template <class T> int count(const std::vector<Change>& changes) {
  int n = 0;
  for (const auto& change : changes) n += std::holds_alternative<T>(change) ? 1 : 0;
  return n;
}

}  // namespace

TEST_CASE("a new deployment gets generation 1 and all its services are to run") {
  SceneBuilder scene;
  scene.service("db").service("web");
  const auto outcome = changes_of_apply(nullptr, request_of(scene, "{}"), noon.wall);
  CHECK(outcome.applied.created);
  CHECK(outcome.applied.generation == 1);
  CHECK(count<PutGeneration>(outcome.changes) == 1);
  CHECK(count<SetIntent>(outcome.changes) == 2);
}

TEST_CASE("an equal spec changes nothing at all") {
  SceneBuilder scene;
  scene.service("web").running({"web"});
  auto current = scene.scene().deployment;
  current.intents["web"] = {};
  const auto outcome = changes_of_apply(
      &current, request_of(scene, current.current.spec->canonical_json), noon.wall);
  CHECK(outcome.changes.empty());
  CHECK_FALSE(outcome.applied.changed);
}

TEST_CASE(
    "whether it is healed is kept by an apply that does not say, and changes without a "
    "generation") {
  SceneBuilder scene;
  scene.service("web").running({"web"});
  auto current = scene.scene().deployment;
  current.intents["web"] = {};
  auto equal = request_of(scene, current.current.spec->canonical_json);
  equal.auto_heal = false;
  const auto off = changes_of_apply(&current, equal, noon.wall);
  REQUIRE(off.changes.size() == 1);
  CHECK_FALSE(std::get<SetAutoHeal>(off.changes.front()).auto_heal);
  CHECK_FALSE(off.applied.changed);
  current.auto_heal = false;
  CHECK(changes_of_apply(&current, equal, noon.wall).changes.empty());
  auto other = request_of(scene, "other");
  const auto kept = changes_of_apply(&current, other, noon.wall);
  CHECK_FALSE(std::get<PutGeneration>(kept.changes.front()).auto_heal);
  other.auto_heal = true;
  const auto on = changes_of_apply(&current, other, noon.wall);
  CHECK(std::get<PutGeneration>(on.changes.front()).auto_heal);
}

TEST_CASE("a changed spec leaves stopped what was stopped on purpose, and names it") {
  SceneBuilder scene;
  scene.service("db").service("web").stopped("db");
  auto current = scene.scene().deployment;
  auto request = request_of(scene, "other");
  const auto outcome = changes_of_apply(&current, request, noon.wall);
  CHECK(outcome.applied.left_stopped == std::vector<std::string>{"db"});
  CHECK(outcome.applied.generation == current.current.number + 1);
  request.start = true;
  const auto started = changes_of_apply(&current, request, noon.wall);
  CHECK(started.applied.left_stopped.empty());
  CHECK(count<SetIntent>(started.changes) >= 1);
}

TEST_CASE("the intent of a service that is gone from the spec is forgotten") {
  SceneBuilder before;
  before.service("old").service("web").running({"old", "web"});
  auto current = before.scene().deployment;
  current.intents["old"] = {};
  SceneBuilder after;
  after.service("web");
  const auto outcome = changes_of_apply(&current, request_of(after, "new"), noon.wall);
  CHECK(count<ForgetIntent>(outcome.changes) == 1);
}

TEST_CASE("start makes a finished job run again, and leaves the facts of a running service alone") {
  SceneBuilder scene;
  scene.service("job").service("web").completed("job");
  const auto built = scene.scene();
  VerbRequest request;
  request.verb = Verb::start;
  const auto changes = changes_of_verb(built.deployment, {"job", "web"}, request, noon.wall);
  CHECK(count<SetIntent>(changes) == 2);
  CHECK(count<SetFacts>(changes) == 1);
}

TEST_CASE("a job that was stopped in its middle runs again once it may, however it ended") {
  SceneBuilder scene;
  scene.service("job", {kind(model::ServiceKind::job)})
      .service("web")
      .stopped("job")
      .stopped("web");
  const auto built = scene.scene();
  VerbRequest start;
  start.verb = Verb::start;
  const auto by_verb = changes_of_verb(built.deployment, {"job", "web"}, start, noon.wall);
  REQUIRE(count<SetFacts>(by_verb) == 1);
  CHECK(std::get<SetFacts>(by_verb[1]).facts.restart_after == noon.wall);
  auto apply = request_of(scene, "same");
  apply.start = true;
  CHECK(count<SetFacts>(changes_of_apply(&built.deployment, apply, noon.wall).changes) == 1);
}

TEST_CASE("a job that was done before it was stopped is not run again by an apply that starts") {
  SceneBuilder scene;
  scene.service("job", {kind(model::ServiceKind::job)}).container("job").stopped("job");
  scene.completed("job");
  const auto built = scene.scene();
  auto apply = request_of(scene, "same");
  apply.start = true;
  CHECK(count<SetFacts>(changes_of_apply(&built.deployment, apply, noon.wall).changes) == 0);
}

TEST_CASE("restart is a fact that survives whoever asked for it") {
  SceneBuilder scene;
  scene.service("web");
  VerbRequest request;
  request.verb = Verb::restart;
  const auto changes = changes_of_verb(scene.scene().deployment, {"web"}, request, noon.wall);
  REQUIRE(count<SetFacts>(changes) == 1);
  CHECK(std::get<SetFacts>(changes.back()).facts.restart_after == noon.wall);
}

TEST_CASE("a verb names the engine's time, where its clock is another") {
  SceneBuilder scene;
  scene.service("web");
  const auto built = scene.scene();
  VerbRequest request;
  request.verb = Verb::recreate;
  const auto changes = changes_of_verb(built.deployment, {"web"}, request, noon.wall, -1h);
  CHECK(std::get<SetFacts>(changes.back()).facts.recreate_after == noon.wall - 1h);
  CHECK(std::get<SetIntent>(changes.front()).intent.at == noon.wall);
}

TEST_CASE("what is to be restarted with its dependency is, and those behind it, if they run") {
  SceneBuilder scene;
  scene.service("db").service("free", {needs("db")});
  for (const auto& [name, on] : {std::pair{"api", "db"}, {"web", "api"}, {"off", "db"}})
    scene.service(name, {restarted_with(on)});
  scene.stopped("off");
  scene.service("done", {restarted_with("db"), kind(model::ServiceKind::job)}).completed("done");
  VerbRequest request;
  request.verb = Verb::restart;
  std::vector<std::string> restarted;
  const auto built = scene.scene();
  for (const auto& change : changes_of_verb(built.deployment, {"db"}, request, noon.wall)) {
    if (const auto* facts = std::get_if<SetFacts>(&change)) restarted.push_back(facts->service);
  }
  CHECK(restarted == std::vector<std::string>{"db", "api", "web"});
  request.verb = Verb::start;
  CHECK(count<SetFacts>(changes_of_verb(built.deployment, {"db"}, request, noon.wall)) == 0);
}
