// What a generation takes from one service and gives to another: who gives makes way in time.
#include "support/catch.hpp"
#include "support/toy_engine.hpp"

#include <algorithm>

using namespace support;
using model::ContainerState;
using model::DependencyCondition;

namespace {

Service at_address(std::string address) {
  return [=](auto& one) { one.networks["default"].ipv4_address = address; };
}
Service called(std::string name) {
  return [=](auto& one) { one.container_name = name; };
}
Container having(std::string address) {
  return [=](auto& one) { one.networks.at(0).ip_address = address; };
}

// `web` ran with `had`; the next generation has it need `front`, which takes that over.
SceneBuilder taken_over(const std::vector<Container>& had, const std::vector<Service>& by_front,
                        const std::vector<Service>& by_web = {needs("front")}) {
  auto scene = SceneBuilder().service("web", by_web).container("web", had);
  scene.next_generation().changed("web").service("front", by_front);
  scene.adjust = [](auto& one) { one.owner_asked = true; };
  return scene;
}

SceneBuilder port_taken(const std::vector<Service>& by_front = {},
                        const std::vector<Service>& by_web = {needs("front")}) {
  std::vector<Service> front{published("8080")};
  front.insert(front.end(), by_front.begin(), by_front.end());
  return taken_over({publishing("8080")}, front, by_web);
}

std::vector<std::string> stopped_by(const SceneBuilder& scene) {
  std::vector<std::string> names;
  const auto plan = scene.plan();
  const auto now = reconcile::runnable(plan);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto* stop = std::get_if<model::StopContainer>(&plan.steps[i].action);
    if (stop != nullptr && now[i]) names.push_back(stop->name);
  }
  return names;
}

// Passes until nothing is to be done; the first refusal of the engine.
std::string roll_out(SceneBuilder& scene, unsigned seed = 1) {
  constexpr int passes_max = 10;
  ToyEngine engine(scene);
  std::mt19937 random(seed);
  for (int pass = 0; pass < passes_max && !scene.plan().converged; ++pass) {
    const auto refusal = engine.carry_out(scene.plan(), random, 1000);
    if (!refusal.empty()) return refusal;
    engine.time_passes(1min);
  }
  return scene.plan().converged ? "" : "not converged: " + scene.whole_text();
}

void check_it_comes_about(const SceneBuilder& scene) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    auto world = scene;
    INFO(scene.text());
    REQUIRE(roll_out(world, seed) == "");
  }
}

const std::string waits =
    "waiting: its port 8080 is still held by shop-web-1, which is to make way for it";

}  // namespace

TEST_CASE("a port that goes to a new dependency is given up before that is started") {
  const auto scene = port_taken();
  const auto changed = "  because its specification changed (generation 2)\n";
  const auto temporary = id_of("web").substr(0, 12) + "_shop-web-1";
  REQUIRE(scene.text() ==
          "1  create shop/front (shop-front-1) from front:1  because it is missing\n"
          "2  stop shop/web (shop-web-1)  because front takes its port 8080 (generation 2)\n"
          "3  start shop/front (shop-front-1)  because it is missing\n"
          "4  create shop/web (" +
              temporary + ") from web:1" + changed + "5  remove shop/web (shop-web-1)" + changed +
              "6  rename shop/web (" + temporary + ") to shop-web-1" + changed +
              "7  start shop/web (shop-web-1)" + changed);
  const auto steps = scene.plan().steps;
  REQUIRE(steps[1].after == std::vector<std::size_t>{0});
  REQUIRE(steps[2].after == std::vector<std::size_t>{0, 1});
  REQUIRE(reconcile::leads_to_start(scene.plan(), 1));
  check_it_comes_about(scene);
}

TEST_CASE("it is given up as well where the new service waits for the health of the dependency") {
  const auto scene = port_taken({with_check()}, {needs("front", DependencyCondition::healthy)});
  REQUIRE(stopped_by(scene) == std::vector<std::string>{"shop-web-1"});
  REQUIRE(reconcile::steps_now(scene.plan()) == 3);
  check_it_comes_about(scene);
}

TEST_CASE("a service moves into the network of the one that takes its port") {
  check_it_comes_about(port_taken({}, {sharing_network_of("front")}));
}

TEST_CASE("services of which one needs the other swap their ports") {
  const bool check = GENERATE(false, true);
  auto scene = SceneBuilder().service("a", {needs("b", DependencyCondition::healthy)});
  scene.service("b", check ? std::vector<Service>{with_check()} : std::vector<Service>{});
  scene.container("a", {publishing("8080")}).container("b", {publishing("9090")});
  scene.next_generation().changed("a").changed("b");
  published("9090")(scene.spec.services.at("a"));
  published("8080")(scene.spec.services.at("b"));
  check_it_comes_about(scene);
}

TEST_CASE("services that do not need each other pass a port on in any direction, and swap them") {
  auto scene = SceneBuilder().service("a").service("b").service("c");
  scene.container("a", {publishing("1")}).container("b", {publishing("2")});
  scene.container("c", {publishing("3")}).next_generation().changed("a").changed("b").changed("c");
  const auto [of_a, of_b, of_c] =
      GENERATE(std::array{"2", "1", "3"}, std::array{"2", "3", "1"}, std::array{"3", "1", "2"});
  published(of_a)(scene.spec.services.at("a"));
  published(of_b)(scene.spec.services.at("b"));
  published(of_c)(scene.spec.services.at("c"));
  check_it_comes_about(scene);
}

TEST_CASE("who gives a port to a service that it does not need is made anew first, in one go") {
  auto scene = SceneBuilder().service("a").service("z").container("z", {publishing("8080")});
  scene.container("a").next_generation().changed("z").changed("a");
  published("8080")(scene.spec.services.at("a"));
  const auto steps = scene.plan().steps;
  REQUIRE(steps.front().service == "z");
  REQUIRE(scene.text().find("takes") == std::string::npos);
  check_it_comes_about(scene);
}

TEST_CASE("a port is waited for while who gives it up waits for something else") {
  auto scene = SceneBuilder().service("db", {with_check()}).service("other");
  scene.service("web", {needs("db", DependencyCondition::healthy)});
  scene.container("db", {in_health(model::Health::starting)})
      .container("web", {publishing("8080")});
  scene.next_generation().changed("web").service("front", {published("8080")});
  REQUIRE(stopped_by(scene).empty());
  REQUIRE(scene.says("front") == waits);
  check_it_comes_about(scene);
}

TEST_CASE("an address that goes to a new dependency is given up first") {
  const auto scene = taken_over({having("10.0.0.5")}, {at_address("10.0.0.5")});
  REQUIRE(scene.text().find("stop shop/web (shop-web-1)  because front takes its address 10.0.0.5 "
                            "(generation 2)") != std::string::npos);
  check_it_comes_about(scene);
  REQUIRE(stopped_by(taken_over({having("10.0.0.6")}, {at_address("10.0.0.5")})).empty() == false);
  REQUIRE(taken_over({having("10.0.0.6")}, {at_address("10.0.0.5")}).text().find("takes") ==
          std::string::npos);
}

TEST_CASE("a name that goes to a new dependency is taken from the old container, which runs on") {
  const auto scene = taken_over({named("fixed")}, {called("fixed")});
  const auto lines = scene.text();
  REQUIRE(lines.substr(0, lines.find('\n')) ==
          "1  rename shop/web (fixed) to " + id_of("web").substr(0, 12) +
              "_fixed  because front takes its name (generation 2)");
  REQUIRE(scene.plan().steps[1].after == std::vector<std::size_t>{0});
  check_it_comes_about(scene);
}

TEST_CASE("a name is not taken before its new bearer can be started") {
  auto scene =
      taken_over({named("fixed")}, {called("fixed"), needs("db", DependencyCondition::healthy)});
  scene.service("db", {with_check()}).container("db", {in_health(model::Health::starting)});
  REQUIRE(reconcile::steps_now(scene.plan()) == 0);
  check_it_comes_about(scene);
}

TEST_CASE("a name goes back to its service with the generation that it had it in") {
  auto scene = SceneBuilder().service("web", {called("fixed")});
  scene.container("web", {named(id_of("web").substr(0, 12) + "_fixed")});
  scene.service("gone", {called("fixed")}).container("gone", {named("fixed")});
  scene.spec.services.erase("gone");
  check_it_comes_about(scene);
}

TEST_CASE("dependents are stopped before what they need, where both give up a port") {
  auto scene = SceneBuilder().service("a", {needs("front")}).service("b", {needs("a")});
  scene.container("a", {publishing("1")}).container("b", {publishing("2")});
  scene.next_generation().changed("a").changed("b");
  scene.service("front", {published("1"), published("2")});
  REQUIRE(stopped_by(scene) == std::vector<std::string>{"shop-b-1", "shop-a-1"});
  check_it_comes_about(scene);
}

TEST_CASE("nobody is stopped for a service that is not started now") {
  auto scene = port_taken({needs("db", DependencyCondition::healthy)});
  scene.service("db", {with_check()}).container("db", {in_health(model::Health::starting)});
  REQUIRE(stopped_by(scene).empty());
  check_it_comes_about(scene);
}

TEST_CASE("who gives up its port is stopped only once its new image is there") {
  auto scene = port_taken();
  scene.no_image("web:1");
  const auto steps = scene.plan().steps;
  REQUIRE(model::verb_of(steps[1].action) == "pull");
  REQUIRE(steps[2].after == std::vector<std::size_t>{0, 1});
}

TEST_CASE("who is to give up a port is left alone while it is held, paused or being judged") {
  auto scene = port_taken();
  SECTION("held") { scene.held("web"); }
  SECTION("paused") { in_state(ContainerState::paused)(scene.of("web")); }
  REQUIRE(stopped_by(scene).empty());
  REQUIRE(scene.says("front") == waits);
  REQUIRE(scene.verdict("front").up_to_owner);
}

TEST_CASE("who is to give up a port is left alone while its stop is being judged") {
  auto scene = port_taken();
  scene.adjust = [](auto& one) { one.undecided.insert(id_of("web")); };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("front") == waits);
}

TEST_CASE("nobody is stopped for another who could not come back") {
  auto scene = port_taken({}, {needs("front"), needs("db")});
  scene.service("db").container("db");
  SECTION("because it needs what is stopped on purpose") { scene.stopped("db"); }
  SECTION("because its image has to be built") { built("/src")(scene.spec.services.at("web")); }
  SECTION("because it cannot be made for now") {
    scene.failed("web", 1, 1s, model::FaultKind::disk_full, model::FaultClass::transient);
  }
  SECTION("because an external network is not there") {
    scene.external_network("proxy", false);
    scene.spec.services.at("web").networks["proxy"] = {};
  }
  SECTION("because there is no budget") {
    scene.adjust = [](auto& one) { one.allowance = reconcile::Allowance::first_attempts; };
  }
  const auto stops = stopped_by(scene);
  REQUIRE(std::find(stops.begin(), stops.end(), "shop-web-1") == stops.end());
  REQUIRE(scene.says("front") == waits);
}

TEST_CASE(
    "a port that both services want is the engine's to refuse, and nobody is stopped for it") {
  const auto scene = port_taken({}, {needs("front"), published("8080")});
  REQUIRE(scene.plan().steps.at(1).after == std::vector<std::size_t>{0});
  REQUIRE(model::verb_of(scene.plan().steps.at(1).action) == "start");
}

TEST_CASE("who is as it should be is not stopped for the one that takes its port") {
  auto scene =
      SceneBuilder().service("web", {needs("front")}).container("web", {publishing("8080")});
  scene.service("front", {published("8080")});
  REQUIRE(stopped_by(scene).empty());
}

TEST_CASE("nobody is stopped for a port that the engine chooses from a range") {
  auto scene = taken_over({publishing("8081")}, {published("8080-8090")});
  REQUIRE(scene.text().find("takes") == std::string::npos);
}

TEST_CASE("a service scaled to nothing gives its port up to the one that it needs") {
  auto scene = port_taken({}, {needs("front"), published("8080"), scaled(0)});
  REQUIRE(stopped_by(scene) == std::vector<std::string>{"shop-web-1"});
  check_it_comes_about(scene);
}
