// What a look makes of a create of which nobody knows what came, and of what the engine cannot
// show.
#include "fakes/world.hpp"
#include "reconcile/call_record.hpp"
#include "reconcile/facts.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace reconcile;
using namespace support;

namespace {

struct Look {
  Look() { context.now = noon.wall; }

  SceneBuilder scene;
  Desire desire;
  LookedAt context;

  void begun_create(model::GenerationNumber generation = 1) {
    OwnCall call;
    call.key = "k";
    call.deployment = "shop";
    call.service = "web";
    call.verb = "create";
    call.subject = "shop-web-1";
    call.generation = generation;
    call.at = noon.wall;
    desire.own_calls["k"] = call;
  }
  std::vector<Change> changes() {
    const auto built = scene.scene();
    return records_from_look(built.deployment, built.observation, desire, context);
  }
  template <class T> std::vector<T> all_of() {
    std::vector<T> found;
    for (const auto& change : changes())
      if (const auto* one = std::get_if<T>(&change)) found.push_back(*one);
    return found;
  }
};

// With a container that is not on record.
Look stranger() {
  Look look;
  look.scene.service("web").container("web");
  look.scene.deployment.containers.clear();
  look.scene.of("web").created_at = noon.wall + 1s;
  look.scene.deployment.current.at = noon.wall;
  return look;
}

}  // namespace

TEST_CASE(
    "a container whose create was recorded and never confirmed is ours at that generation if it "
    "ran") {
  auto look = stranger();
  look.begun_create(7);
  const auto records = look.all_of<RecordContainer>();
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.generation == 7);
  CHECK(look.all_of<AnswerOwnCall>().size() == 1);

  look.desire.own_calls["k"].answered = true;  // what it made is on record: this is another's
  CHECK(look.all_of<RecordContainer>().empty());
  look.desire.own_calls["k"].answered = false;

  look.scene.of("web").started_at = {};
  look.scene.of("web").only_listed = true;  // which tells that it runs, and not since when
  CHECK(look.all_of<RecordContainer>().at(0).record.generation == 7);

  look.scene.of("web").state = model::ContainerState::created;
  const auto unfinished = look.all_of<RecordContainer>();
  REQUIRE(unfinished.size() == 1);
  CHECK(unfinished[0].record.generation == model::half_made);
}

TEST_CASE("what somebody else made meanwhile under the name of an open create is not ours") {
  auto look = stranger();
  look.begun_create();
  look.scene.of("web").labels["com.docker.compose.config-hash"] = "of an edited file";
  CHECK(look.all_of<RecordContainer>().empty());
}

TEST_CASE("what may be half made, and somebody else has started, is left as it is") {
  Look look;
  look.scene.service("web").container("web");
  look.scene.deployment.containers[id_of("web")].generation = model::half_made;
  REQUIRE(look.all_of<RecordContainer>().size() == 1);
  CHECK(look.all_of<RecordContainer>()[0].record.generation == 0);
}

TEST_CASE("a create whose answer was lost is done with once it has made nothing for long enough") {
  Look look;
  look.scene.service("web").service("other").container("other");
  look.begun_create();
  look.context.now = noon.wall + 5min;
  CHECK(look.all_of<AnswerOwnCall>().empty());
  look.context.now = noon.wall + 15min;
  CHECK(look.all_of<AnswerOwnCall>().size() == 1);
  look.context.now = noon.wall - 1s;  // the clock was set back
  CHECK(look.all_of<AnswerOwnCall>().size() == 1);

  look.desire.own_calls["k"].deployment = "another";
  CHECK(look.all_of<AnswerOwnCall>().empty());
}

TEST_CASE("a container that may be half made is made anew") {
  SceneBuilder scene;
  scene.service("web").container("web", {created()});
  scene.deployment.containers[id_of("web")].generation = model::half_made;
  const auto built = scene.scene();
  CHECK(asked_to_replace(built.deployment, built.observation, WallOrder(noon.wall)) ==
        std::set<model::ContainerId>{id_of("web")});
}

TEST_CASE("of a container that is only listed nobody knows whether a verb came after its run") {
  SceneBuilder scene;
  scene.service("web").container("web");
  auto& facts = scene.deployment.facts["web"];
  facts.restart_after = noon.wall - 1min;
  facts.completed = model::Completed{id_of("web"), 1, noon.wall - 1h, 0};
  for (const bool only_listed : {false, true}) {
    CAPTURE(only_listed);
    scene.of("web").started_at = {};
    scene.of("web").only_listed = only_listed;
    scene.of("web").state = model::ContainerState::running;
    const auto up = scene.scene();
    CHECK(asked_to_restart(up.deployment, up.observation, WallOrder(noon.wall)).empty() ==
          only_listed);
    scene.of("web").state = model::ContainerState::exited;
    const auto down = scene.scene();
    LookedAt context;
    context.now = noon.wall;
    CHECK(overtaken_ends(down.deployment, down.observation, context).empty() == only_listed);
  }
}

TEST_CASE("a create of which nobody knows what came stays open until one of its name succeeds") {
  fakes::World world;
  world.put_on_record();
  world.load();
  auto& ledger = *world.life->ledger;
  reconcile::Pass pass;
  pass.deployment = world.name;
  const std::string name = "shop-new-1";
  const model::Step step{model::CreateContainer{1, name, "new:1", ""}, "new", "", {}, {}};
  const auto call_answered = [&](const std::string& key, const model::Outcome<Done>& outcome) {
    ledger.commit_behind(changes_before(pass, step, key, name, noon.wall));
    ledger.commit_behind(changes_after(pass, ledger, step, key, outcome, ""));
    return open_creates(ledger.desire(), world.name, name).size();
  };
  auto fault = fakes::fault(model::FaultKind::engine_timeout, model::FaultClass::transient);
  CHECK(call_answered("refused", fault) == 0);
  fault.undecided = true;
  CHECK(call_answered("lost", fault) == 1);
  CHECK(call_answered("lost too", fault) == 2);
  Done made;
  made.container = id_of("new");
  CHECK(call_answered("made", made) == 0);
}
