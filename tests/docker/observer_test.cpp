// Which networks are looked at more closely than the list tells.
#include "core/io/blocking.hpp"
#include "docker/encode.hpp"
#include "docker/runtime.hpp"
#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <algorithm>

using namespace std::chrono_literals;
using fakes::answer;

namespace {

constexpr auto networks =
    R"([{"Id":"n1","Name":"shop_default","Labels":{"com.docker.compose.project":"shop",)"
    R"("com.docker.compose.config-hash":"old"}}])";

struct Scene {
  boost::asio::io_context io{1};
  core::SystemClock clock;
  core::BlockingPool pool{"test", 1};
  fakes::ScriptedEngine engine{io};
  docker::Endpoint endpoint;

  boost::asio::awaitable<docker::Outcome<model::Observation>> look(docker::DockerRuntime& runtime,
                                                                   const std::string& hash,
                                                                   reconcile::Leftovers leftovers) {
    auto spec = std::make_shared<model::Spec>();
    spec->name = "shop";
    auto& network = spec->networks["default"];
    network.name = "shop_default";
    network.config_hash = hash;
    auto seen = co_await runtime.observe(std::move(spec), leftovers);
    co_await engine.stop();
    co_return seen;
  }

  docker::Outcome<model::Observation> seen(
      const std::string& hash, bool empty = true,
      reconcile::Leftovers leftovers = reconcile::Leftovers::unseen) {
    if (empty) engine.on("GET /containers/json", answer(200, "[]"));
    engine.on("GET /volumes", answer(200, "{}"));
    engine.on("GET /networks", answer(200, networks));
    engine.on("GET /networks/n1",
              answer(200, R"({"Id":"n1","Containers":{"abc":{"Name":"backup"}}})"));
    endpoint.peer.unix_path = engine.path();
    docker::EngineClient client(io.get_executor(), endpoint, {1min, 1s});
    docker::DockerRuntime runtime(client, pool, pool, clock);
    return support::run(io, look(runtime, hash, leftovers));
  }
};

}  // namespace

TEST_CASE("one container that the engine cannot show does not hide the others") {
  for (const auto& trouble :
       {answer(500, R"({"message":"RWLayer of container abc is unexpectedly nil"})"),
        answer(503, "")}) {
    Scene scene;
    scene.engine.on("GET /containers/json",
                    answer(200, R"([{"Id":"abc","Names":["/shop-a-1"],"State":"dead"},)"
                                R"({"Id":"def","Names":["/shop-b-1"],"State":"exited"}])"));
    scene.engine.on("GET /containers/abc/json", trouble);
    scene.engine.on("GET /containers/def/json",
                    answer(200, R"({"Id":"def","Name":"/shop-b-1","State":{"Status":"exited"}})"));
    const auto seen = scene.seen("old", false);
    REQUIRE(seen);
    REQUIRE(seen->containers.size() == 2);
    CHECK(seen->containers[0].name == "shop-a-1");
    CHECK(seen->containers[0].state == model::ContainerState::dead);
    CHECK(seen->containers[0].only_listed);
    CHECK_FALSE(seen->containers[1].only_listed);
  }
}

TEST_CASE("who runs on a network is asked only where the spec defines it differently") {
  Scene differs;
  const auto seen = differs.seen("new");
  REQUIRE(seen);
  REQUIRE(seen->networks.size() == 1);
  CHECK(seen->networks[0].attached == model::StringMap{{"abc", "backup"}});

  Scene same;
  const auto as_before = same.seen("old");
  REQUIRE(as_before);
  CHECK_FALSE(as_before->networks.at(0).attached);
}

TEST_CASE("a name is looked for as it is, whatever it means in a pattern") {
  CHECK(docker::exact_name("shop_default-1") == "^shop_default-1$");
  CHECK(docker::exact_name("a.b+c*d?(e|f)[g]{h}^$\\") ==
        "^a\\.b\\+c\\*d\\?\\(e\\|f\\)\\[g\\]\\{h\\}\\^\\$\\\\$");
}
