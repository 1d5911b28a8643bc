#include "reconcile/foreign_change.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using reconcile::ForeignChange;
using reconcile::ForeignOutcome;
using Outcomes = std::vector<ForeignOutcome>;

namespace {

std::optional<ForeignChange> after(const std::vector<reconcile::ForeignEvent>& events) {
  std::optional<ForeignChange> change;
  for (const auto& event : events) reconcile::note_foreign(change, event, noon);
  return change;
}

reconcile::ForeignEvent of(const std::string& action, const std::string& service = "web",
                           int number = 1) {
  return {"container", action, id_of(service, number), service};
}

SceneBuilder shop() { return SceneBuilder().service("db").service("web").running({"db", "web"}); }

// The container is gone and another client made this one in its place.
SceneBuilder remade(const std::vector<Container>& changes) {
  auto scene = shop();
  scene.seen.containers.pop_back();
  std::vector<Container> all{with_id(id_of("new web"))};
  all.insert(all.end(), changes.begin(), changes.end());
  scene.container("web", all);
  scene.deployment.containers.erase(id_of("new web"));
  scene.deployment.facts["web"].converged_image = "sha256:web:1";
  return scene;
}

Outcomes outcomes(const SceneBuilder& scene, const std::optional<ForeignChange>& change) {
  const auto seen = scene.scene();
  return reconcile::outcomes_of(change.value_or(ForeignChange{}), seen.deployment, scene.seen);
}

}  // namespace

TEST_CASE("create, destroy, rename, stop and update open a foreign change, nothing else does") {
  for (const auto* action : {"create", "destroy", "rename", "stop", "update"})
    REQUIRE(after({of(action)}));
  for (const auto* action : {"start", "die", "kill", "restart", "oom", "health_status", "pause"})
    REQUIRE_FALSE(after({of(action)}));
  REQUIRE(after({{"network", "destroy", "net-1", ""}}));
  REQUIRE_FALSE(after({{"network", "connect", "net-1", ""}}));
}

TEST_CASE(
    "a foreign change ends ten seconds after its last event, ten minutes after its first at the "
    "latest") {
  const reconcile::Settings settings;
  std::optional<ForeignChange> change;
  for (int i = 0; i <= 130; ++i) {
    reconcile::note_foreign(change, of("rename"), noon + i * 5s);
    const auto quiet = noon.mono + i * 5s + 10s;
    REQUIRE(reconcile::ends_at(*change, settings) == std::min(quiet, noon.mono + 10min));
  }
  REQUIRE(reconcile::work_of(*change, settings).services == std::set<std::string>{"web"});
}

TEST_CASE("while a container takes its grace to end, the change that stops it goes on") {
  const reconcile::Settings settings;
  auto told = of("kill");
  told.grace = 4min;
  auto change = after({of("create"), told});
  REQUIRE(reconcile::ends_at(*change, settings) == noon.mono + 4min + 10s);
  REQUIRE(reconcile::note_foreign(change, of("die"), noon + 3min));
  REQUIRE(reconcile::ends_at(*change, settings) == noon.mono + 3min + 10s);
  told.grace = 1h;
  REQUIRE(reconcile::ends_at(*after({of("create"), told}), settings) == noon.mono + 10min);
}

TEST_CASE("a signal that ends nothing keeps a change open for its grace alone") {
  const auto change = after({of("create"), of("kill")});
  REQUIRE(reconcile::ends_at(*change, {}) == noon.mono + 20s);
}

TEST_CASE("an end that nobody asked for, and one of another container, end no wait of a change") {
  auto change = after({of("create")});
  REQUIRE_FALSE(reconcile::note_foreign(change, of("die"), noon + 1s));
  REQUIRE(reconcile::note_foreign(change, of("kill"), noon + 1s));
  REQUIRE_FALSE(reconcile::note_foreign(change, of("die", "db"), noon + 2s));
  REQUIRE(reconcile::ends_at(*change, {}) == noon.mono + 1s + 20s);
}

TEST_CASE("a container with another config-hash is the owner's newest word") {
  const auto scene = remade({of_hash("another")});
  REQUIRE(outcomes(scene, after({of("create")})) ==
          Outcomes{reconcile::NewWord{"web", id_of("new web")}});
}

TEST_CASE("Watchtower's container, alike but for its image id, is the owner's newest word") {
  const auto scene = remade({[](auto& one) { one.image_id = "sha256:newer"; }});
  const auto found = outcomes(scene, after({of("stop"), of("destroy"), of("create")}));
  REQUIRE(found == Outcomes{reconcile::NewWord{"web", id_of("new web")}});
  REQUIRE(reconcile::sentence_of(found[0], scene.deployment, scene.seen) ==
          "an engine client made shop/web anew from web:1");
}

TEST_CASE("a container made again as it was is only recorded") {
  REQUIRE(outcomes(remade({}), after({of("create")})) ==
          Outcomes{reconcile::SameAgain{"web", id_of("new web")}});
}

TEST_CASE("of several new containers the newest is the word") {
  auto scene = remade({of_hash("another"), [](auto& one) { one.created_at = noon.wall - 1min; }});
  scene.container("web", {with_id(id_of("older")), of_hash("third")});
  scene.deployment.containers.erase(id_of("older"));
  REQUIRE(outcomes(scene, after({of("create")}))[0] ==
          ForeignOutcome{reconcile::NewWord{"web", id_of("new web")}});
}

TEST_CASE("compose down is seen by stop and destroy when nothing is left") {
  auto scene = shop();
  scene.seen.containers.clear();
  REQUIRE(outcomes(scene, after({of("stop"), of("destroy")})) ==
          Outcomes{reconcile::ComposeDown{}});
}

TEST_CASE("compose down of what was stopped before is seen by the removal of a network") {
  auto scene = shop();
  scene.seen.containers.clear();
  REQUIRE(outcomes(scene, after({of("destroy"), {"network", "destroy", "net-1", ""}})) ==
          Outcomes{reconcile::ComposeDown{}});
}

TEST_CASE("docker rm -f of everything is drift, not compose down") {
  auto scene = shop();
  scene.seen.containers.clear();
  REQUIRE(outcomes(scene, after({of("destroy", "web"), of("destroy", "db")})).empty());
}

TEST_CASE("one-off containers do not keep compose down from being seen") {
  auto scene = shop();
  scene.seen.containers.erase(scene.seen.containers.begin());
  scene.seen.containers[0].labels["com.docker.compose.oneoff"] = "True";
  REQUIRE(outcomes(scene, after({of("stop"), of("destroy")})) ==
          Outcomes{reconcile::ComposeDown{}});
}

TEST_CASE("a service that went by stop and destroy is removed on purpose") {
  auto scene = shop();
  scene.seen.containers.pop_back();
  REQUIRE(outcomes(scene, after({of("stop"), of("destroy")})) ==
          Outcomes{reconcile::Removed{"web"}});
}

TEST_CASE("docker rm -f of one service is drift") {
  auto scene = shop();
  scene.seen.containers.pop_back();
  REQUIRE(outcomes(scene, after({of("destroy")})).empty());
}

TEST_CASE("compose up --scale upwards is seen by new containers, downwards by stop and destroy") {
  auto up = shop();
  up.container("web", {}, 2);
  up.deployment.containers.erase(id_of("web", 2));
  const auto found = outcomes(up, after({of("create", "web", 2)}));
  REQUIRE(found ==
          Outcomes{reconcile::SameAgain{"web", id_of("web", 2)}, reconcile::Scaled{"web", 2}});
  const auto whole = up.scene();
  for (const auto& outcome : found)
    REQUIRE(reconcile::sentence_of(outcome, whole.deployment, up.seen) ==
            "an engine client scaled shop/web to 2");
  auto down = SceneBuilder().service("web", {scaled(2)}).container("web");
  REQUIRE(outcomes(down, after({of("stop", "web", 2), of("destroy", "web", 2)})) ==
          Outcomes{reconcile::Scaled{"web", 1}});
}

TEST_CASE(
    "a replacement that compose up has made and not started is neither a word nor a replica") {
  auto scene = shop().container("web", {with_id(id_of("new web")), of_hash("another"), created(),
                                        named(id_of("web").substr(0, 12) + "_shop-web-1")});
  scene.deployment.containers.erase(id_of("new web"));
  REQUIRE(outcomes(scene, after({of("create")})).empty());
  SECTION("until it runs") { scene.seen.containers.back().state = model::ContainerState::running; }
  SECTION("until it has its name") { scene.seen.containers.back().name = "shop-web-1"; }
  SECTION("until what it replaces is gone") {
    scene.seen.containers.erase(scene.seen.containers.begin() + 1);
  }
  REQUIRE(outcomes(scene, after({of("create")})) ==
          Outcomes{reconcile::NewWord{"web", id_of("new web")}});
}

TEST_CASE("a crashed replica is not a smaller scale") {
  REQUIRE(outcomes(SceneBuilder().service("web", {scaled(2)}).container("web"),
                   after({of("destroy", "web", 2)}))
              .empty());
}

TEST_CASE("what was made while the agent was away is found from the records alone") {
  REQUIRE(outcomes(remade({of_hash("another")}), {}) ==
          Outcomes{reconcile::NewWord{"web", id_of("new web")}});
  REQUIRE(outcomes(shop(), {}).empty());
}
