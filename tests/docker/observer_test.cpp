// Which networks are looked at more closely than the list tells.
#include "core/io/blocking.hpp"
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
                                                                   const std::string& hash) {
    auto spec = std::make_shared<model::Spec>();
    spec->name = "shop";
    auto& network = spec->networks["default"];
    network.name = "shop_default";
    network.config_hash = hash;
    auto seen = co_await runtime.observe(std::move(spec));
    co_await engine.stop();
    co_return seen;
  }

  docker::Outcome<model::Observation> seen(const std::string& hash) {
    engine.on("GET /containers/json", answer(200, "[]"));
    engine.on("GET /volumes", answer(200, "{}"));
    engine.on("GET /networks", answer(200, networks));
    engine.on("GET /networks/n1",
              answer(200, R"({"Id":"n1","Containers":{"abc":{"Name":"backup"}}})"));
    endpoint.peer.unix_path = engine.path();
    docker::EngineClient client(io.get_executor(), endpoint, {1min, 1s});
    docker::DockerRuntime runtime(client, pool, pool, clock);
    return support::run(io, look(runtime, hash));
  }
};

}  // namespace

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
