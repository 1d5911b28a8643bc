#include "docker/container_log_lines.hpp"

#include "integration/docker/engine_scene.hpp"

#include <set>
#include <string>

using integration::awaitable;
using integration::Scene;
using namespace std::chrono_literals;

namespace {

using LogLines = std::vector<docker::NewestLines::Line>;
using MaybeLines = core::Result<LogLines>;

constexpr std::size_t bytes_max = 1 << 20;

// Until there are so many lines, at most ten seconds.
awaitable<MaybeLines> lines_of(docker::EngineClient& client, model::ContainerId id,
                               core::WallTime after, std::size_t count) {
  docker::ContainerLogLines logs(client);
  for (int tries = 100;; --tries) {
    auto lines = co_await logs.lines(id, after, bytes_max);
    if (!lines || tries == 0 || lines->size() >= count) co_return lines;
    co_await core::wait_for(100ms);
  }
}

void check_lines(Scene& scene, const model::ContainerId& id, core::WallTime started) {
  const auto all = scene.run(lines_of(scene.client, id, core::WallTime(), 2)).value();
  REQUIRE(all.size() == 2);
  // Of two streams the engine may mix up the order.
  CHECK(std::set{all.front().text, all.back().text} == std::set<std::string>{"ready", "oops"});
  CHECK(std::chrono::abs(all.front().at - started) < 1min);
  // A millisecond is inclusive, and the next one beyond it.
  const auto last = scene.run(lines_of(scene.client, id, all.back().at, 1)).value();
  REQUIRE_FALSE(last.empty());
  CHECK(last.back().text == all.back().text);
  CHECK(scene.run(lines_of(scene.client, id, all.back().at + 1ms, 0)).value().empty());
}

}  // namespace

TEST_CASE("the lines of a container since a time have their times, with and without a terminal") {
  Scene scene;
  const auto framed = scene.make_web();
  REQUIRE(scene.perform(model::StartContainer{framed, 1, "ek-it-web-1"}));
  check_lines(scene, framed, scene.clock.now().wall);
  REQUIRE(scene.perform(model::StopContainer{framed, "ek-it-web-1", 5}));
  REQUIRE(scene.perform(model::RemoveContainer{framed, "ek-it-web-1", true}));
  scene.spec->services["web"].tty = true;
  const auto terminal =
      scene.perform(model::CreateContainer{1, "ek-it-web-1", integration::image, ""})
          .value()
          .container;
  REQUIRE(scene.perform(model::StartContainer{terminal, 1, "ek-it-web-1"}));
  check_lines(scene, terminal, scene.clock.now().wall);
}

TEST_CASE("a container that does not exist has no lines, and says so") {
  Scene scene;
  const auto none = scene.run(lines_of(scene.client, "ek-it-none", core::WallTime(), 0));
  CHECK(none.error().code == core::Errc::not_found);
}

TEST_CASE("a container whose log the engine cannot read is unavailable, with the reason") {
  Scene scene;
  const auto made =
      scene.raw("POST", "/containers/create", {{"name", "ek-it-silent"}},
                R"({"Image":"evenkeel/hello:1","Labels":{"com.docker.compose.project":"ek-it"},)"
                R"("HostConfig":{"LogConfig":{"Type":"none"}}})");
  REQUIRE(made);
  REQUIRE(scene.raw("POST", "/containers/ek-it-silent/start"));
  const auto lines = scene.run(lines_of(scene.client, "ek-it-silent", core::WallTime(), 0));
  REQUIRE_FALSE(lines);
  CHECK(lines.error().code == core::Errc::unavailable);
  CHECK(lines.error().what.find("does not support reading") != std::string::npos);
}
