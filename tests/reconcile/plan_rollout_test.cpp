// Changed specs, scale, services that are gone, interrupted replacements.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;
using model::DependencyCondition;
using model::Health;

namespace {

std::string temporary(const std::string& service, int number = 1) {
  return id_of(service, number).substr(0, 12) + "_shop-" + service + "-" + std::to_string(number);
}

SceneBuilder web_changed(const std::vector<Service>& changes = {}) {
  auto scene = SceneBuilder().service("web", changes);
  scene.container("web").next_generation().changed("web");
  return scene;
}

// The replacement as an interruption leaves it: made for the current generation, under the
// temporary name.
void add_replacement(SceneBuilder& scene, const std::vector<Container>& changes = {created()}) {
  std::vector<Container> all{with_id(id_of("new web")), named(temporary("web"))};
  all.insert(all.end(), changes.begin(), changes.end());
  scene.container("web", all);
}

const std::string changed = "  because its specification changed (generation 2)\n";

}  // namespace

TEST_CASE(
    "a changed service is replaced: the new container is made first, so that a failure leaves the "
    "old one running") {
  const auto scene = web_changed();
  REQUIRE(scene.text() == "1  create shop/web (" + temporary("web") + ") from web:1" + changed +
                              "2  stop shop/web (shop-web-1)" + changed +
                              "3  remove shop/web (shop-web-1)" + changed + "4  rename shop/web (" +
                              temporary("web") + ") to shop-web-1" + changed +
                              "5  start shop/web (shop-web-1)" + changed);
  const auto steps = scene.plan().steps;
  REQUIRE(std::get<model::CreateContainer>(steps[0].action).replaces == id_of("web"));
  for (std::size_t i = 1; i < steps.size(); ++i)
    REQUIRE(steps[i].after == std::vector<std::size_t>{i - 1});
}

TEST_CASE("a new generation leaves unchanged services alone and has them recorded anew") {
  auto scene = SceneBuilder().service("db").service("web").running({"db", "web"});
  scene.next_generation().changed("web");
  REQUIRE(scene.plan().steps.size() == 5);
  REQUIRE(scene.plan().steps[0].service == "web");
  REQUIRE(reconcile::to_record_anew(scene.scene()) == std::vector<std::string>{id_of("db")});
}

TEST_CASE("a changed service that is stopped by a crash is replaced, not started in its old form") {
  auto scene =
      SceneBuilder().service("web").container("web", {exited(1)}).next_generation().changed("web");
  REQUIRE(scene.plan().steps.size() == 4);  // nothing to stop
  REQUIRE(model::verb_of(scene.plan().steps[1].action) == "remove");
}

TEST_CASE("the old form's crash loop does not delay its replacement") {
  auto scene = web_changed().died("web", 6, 1s);
  REQUIRE(reconcile::steps_now(scene.plan()) == 5);
}

TEST_CASE(
    "a replacement that cannot be made backs off like any attempt and leaves the old one running") {
  auto scene =
      web_changed().failed("web", 1, 4s, model::FaultKind::disk_full, model::FaultClass::transient);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("web").next_attempt == noon.mono + 6s);
}

TEST_CASE("a replacement interrupted after the create goes on with the container that was made") {
  auto scene = web_changed();
  add_replacement(scene);
  REQUIRE(scene.text() == "1  stop shop/web (shop-web-1)" + changed +
                              "2  remove shop/web (shop-web-1)" + changed + "3  rename shop/web (" +
                              temporary("web") + ") to shop-web-1" + changed +
                              "4  start shop/web (shop-web-1)" + changed);
}

TEST_CASE("a replacement interrupted after the stop goes on with the removal") {
  auto scene = web_changed();
  exited(0)(scene.of("web"));
  add_replacement(scene);
  REQUIRE(model::verb_of(scene.plan().steps[0].action) == "remove");
  REQUIRE(scene.plan().steps.size() == 3);
}

TEST_CASE("a replacement interrupted after the removal is renamed and started") {
  auto scene = SceneBuilder().service("web");
  add_replacement(scene);
  REQUIRE(scene.text() ==
          "1  rename shop/web (" + temporary("web") +
              ") to shop-web-1  because its replacement was interrupted\n"
              "2  start shop/web (shop-web-1)  because its replacement was interrupted\n");
}

TEST_CASE("a replacement interrupted after the rename is started") {
  const auto scene = SceneBuilder().service("web").container("web", {created()});
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it was not started yet\n");
}

TEST_CASE(
    "a replacement interrupted by yet another generation is removed, and the name it bore is free "
    "for the next") {
  auto scene = web_changed();
  add_replacement(scene);
  scene.next_generation().changed("web");
  const auto plan = scene.plan();
  REQUIRE(scene.text().substr(0, 3 + 6 + 1) == "1  remove ");
  REQUIRE(std::get<model::RemoveContainer>(plan.steps[0].action).name == temporary("web"));
  REQUIRE(std::get<model::CreateContainer>(plan.steps[1].action).name == temporary("web"));
  REQUIRE(plan.steps[1].after == std::vector<std::size_t>{0});
  REQUIRE(plan.steps.size() == 6);
}

TEST_CASE("two containers of one number and generation: the running one stays") {
  auto scene = SceneBuilder().service("web").container("web");
  add_replacement(scene);
  REQUIRE(scene.text() == "1  remove shop/web (" + temporary("web") +
                              ")  because it is left over from a replacement\n");
}

TEST_CASE("replicas without a health check are replaced one after the other") {
  auto scene = SceneBuilder().service("web", {scaled(2)}).container("web").container("web", {}, 2);
  scene.next_generation().changed("web");
  const auto steps = scene.plan().steps;
  REQUIRE(steps.size() == 10);
  REQUIRE(reconcile::steps_now(scene.plan()) == 10);
  REQUIRE(steps[6].after == std::vector<std::size_t>{5, 4});  // stop of the second after the start
                                                              // of the first
}

TEST_CASE("a replica with a health check is replaced only once the one before is healthy") {
  auto scene = SceneBuilder()
                   .service("web", {scaled(2), with_check()})
                   .container("web")
                   .container("web", {}, 2);
  scene.next_generation().changed("web");
  REQUIRE(reconcile::steps_now(scene.plan()) == 5);
  REQUIRE(scene.plan().steps[5].gates ==
          std::vector<model::Gate>{{"web", DependencyCondition::healthy}});
}

TEST_CASE("a roll-out of a service waits for the dependency that is rolled out in the same pass") {
  auto scene = SceneBuilder()
                   .service("db", {with_check()})
                   .service("web", {needs("db", DependencyCondition::healthy)})
                   .running({"db", "web"})
                   .next_generation()
                   .changed("db")
                   .changed("web");
  REQUIRE(reconcile::steps_now(scene.plan()) == 5);
  REQUIRE(scene.text().find("6  create shop/web (" + temporary("web") +
                            ") from web:1  once db is healthy") != std::string::npos);
}

TEST_CASE("a dependent with restart: true is restarted after its dependency was made anew") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {restarted_with("db")})
                         .container("db", {[](auto& one) { one.created_at = noon.wall - 1min; }})
                         .container("web", {up_for(1h)});
  REQUIRE(scene.text() ==
          "1  restart shop/web (shop-web-1)  because db, which it depends on, was made anew\n");
}

TEST_CASE("a dependent with restart: true is not restarted after its dependency merely crashed") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {restarted_with("db")})
                         .container("db", {up_for(1s)})
                         .container("web", {up_for(1h)});
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE(
    "a dependent with restart: true is restarted in the pass that replaces its dependency, after "
    "it") {
  auto scene = SceneBuilder()
                   .service("db")
                   .service("web", {restarted_with("db")})
                   .running({"db", "web"})
                   .next_generation()
                   .changed("db");
  const auto steps = scene.plan().steps;
  REQUIRE(steps.size() == 6);
  REQUIRE(model::verb_of(steps[5].action) == "restart");
  REQUIRE(steps[5].after == std::vector<std::size_t>{4});
}

TEST_CASE("a namespace dependent is replaced in the pass that replaces its parent") {
  auto scene = SceneBuilder()
                   .service("vpn")
                   .service("app", {sharing_network_of("vpn")})
                   .container("vpn")
                   .container("app", {sharing(id_of("vpn"))})
                   .next_generation()
                   .changed("vpn");
  const auto plan = scene.plan();
  REQUIRE(plan.steps.size() == 10);
  REQUIRE(plan.steps[5].after == std::vector<std::size_t>{0});  // created after the parent's create
  REQUIRE(plan.steps[6].after == std::vector<std::size_t>{5, 4});  // stopped after the parent's
                                                                   // start
  REQUIRE(reconcile::steps_now(plan) == 10);
}

TEST_CASE("more replicas wanted: the missing numbers are made") {
  auto scene = SceneBuilder().service("web", {scaled(3)}).container("web");
  REQUIRE(scene.text() ==
          "1  create shop/web (shop-web-2) from web:1  because it is missing\n"
          "2  start shop/web (shop-web-2)  because it is missing\n"
          "3  create shop/web (shop-web-3) from web:1  because it is missing\n"
          "4  start shop/web (shop-web-3)  because it is missing\n");
}

TEST_CASE("fewer replicas wanted: the highest numbers are stopped and removed") {
  auto scene = SceneBuilder()
                   .service("web", {scaled(1)})
                   .container("web")
                   .container("web", {}, 2)
                   .container("web", {exited(0)}, 3);
  const std::string because = "  because it is more than the 1 replicas wanted\n";
  REQUIRE(scene.text() == "1  remove shop/web (shop-web-3)" + because +
                              "2  stop shop/web (shop-web-2)" + because +
                              "3  remove shop/web (shop-web-2)" + because);
}

TEST_CASE("a service gone from the spec is stopped and removed, its volumes stay") {
  auto scene = SceneBuilder().service("old").service("web").volume("data").running({"old", "web"});
  scene.spec.services.erase("old");
  REQUIRE(
      scene.text() ==
      "1  stop shop/old (shop-old-1)  because its service is no longer in the specification\n"
      "2  remove shop/old (shop-old-1)  because its service is no longer in the specification\n");
  REQUIRE_FALSE(std::get<model::RemoveContainer>(scene.plan().steps[1].action).anonymous_volumes);
}

TEST_CASE("a container of an unknown service that evenkeel never made is left alone") {
  auto scene = SceneBuilder().service("old").service("web").running({"old", "web"});
  scene.spec.services.erase("old");
  scene.deployment.containers.erase(id_of("old"));
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a service may take the container_name of one that is gone, after it is removed") {
  auto scene = SceneBuilder().service("old").container("old", {named("front")});
  scene.spec.services.erase("old");
  scene.service("web", {[](auto& one) { one.container_name = "front"; }});
  const auto steps = scene.plan().steps;
  REQUIRE(steps.size() == 4);
  REQUIRE(steps[2].after == std::vector<std::size_t>{1});
}

TEST_CASE("a container that the owner renamed is not renamed back") {
  const auto scene = SceneBuilder().service("web").container("web", {named("my-web")});
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("the verb recreate replaces a container that is as it should be") {
  auto scene = SceneBuilder().service("web").container("web");
  scene.adjust = [](auto& one) { one.to_replace.insert(id_of("web")); };
  REQUIRE(scene.plan().steps.size() == 5);
  REQUIRE(scene.plan().steps[0].because == "it was asked to be made anew");
}

TEST_CASE("the verb restart restarts a container that runs well") {
  auto scene = SceneBuilder().service("web").container("web");
  scene.adjust = [](auto& one) { one.to_restart.insert(id_of("web")); };
  REQUIRE(scene.text() ==
          "1  restart shop/web (shop-web-1)  because it was asked to be restarted\n");
}
