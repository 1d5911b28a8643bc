// What the runtime makes of an engine that hangs or refuses, on a scripted one.
#include "docker/runtime.hpp"

#include "core/digest.hpp"
#include "core/text.hpp"
#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

using boost::asio::awaitable;
using fakes::answer;
using model::FaultKind;
using namespace std::chrono_literals;

namespace {

using Done = docker::Outcome<reconcile::Done>;

docker::Endpoint at(const std::string& path) {
  docker::Endpoint endpoint;
  endpoint.peer.unix_path = path;
  return endpoint;
}

// Short requests may take a minute: what ends sooner here ends by the limit of an attempt.
struct Scene {
  boost::asio::io_context io{1};
  core::SystemClock clock;
  core::BlockingPool pool{"test", 1};
  fakes::ScriptedEngine engine{io};
  docker::EngineClient client{io.get_executor(), at(engine.path()), {1min, 1s}};
  docker::DockerRuntime runtime{client, pool, pool, clock};

  Done perform(model::Action action, model::Spec of = {}) {
    auto& web = of.services["web"];
    web.name = "web";
    web.image = "shop/web:1";
    reconcile::Work work;
    work.spec = std::make_shared<const model::Spec>(std::move(of));
    work.step.service = "web";
    work.step.action = std::move(action);
    return support::run(io, then_stop(runtime.perform(std::move(work))));
  }
  awaitable<docker::Outcome<model::Observation>> seen(std::shared_ptr<const model::Spec> spec) {
    auto value = co_await runtime.observe(std::move(spec), reconcile::Leftovers::unseen);
    co_await engine.stop();
    co_return value;
  }
  awaitable<Done> then_stop(awaitable<Done> work) {
    auto value = co_await std::move(work);
    co_await engine.stop();
    co_return value;
  }
};

model::StartContainer start_web() {
  model::StartContainer action;
  action.container = "abc";
  action.name = "shop-web-1";
  return action;
}

model::Spec with_inline_config() {
  model::Spec spec;
  spec.configs["app.conf"].content = "a";
  model::FileReference used;
  used.source = "app.conf";
  spec.services["web"].configs.push_back(used);
  return spec;
}

void check_is_late(const Done& done) {
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == FaultKind::engine_timeout);
  CHECK(done.error().klass == model::FaultClass::transient);
  CHECK(core::contains(done.error().text(), "120ms"));
}

}  // namespace

TEST_CASE("a start that the engine does not answer ends with the limit of an attempt") {
  Scene scene;
  scene.runtime.set_attempt_timeout(120ms);
  scene.engine.on("POST /containers/abc/start", fakes::silence());
  check_is_late(scene.perform(start_web()));
}

TEST_CASE("a create that the engine does not answer ends with the limit of an attempt") {
  Scene scene;
  scene.runtime.set_attempt_timeout(120ms);
  scene.engine.on("GET /images/shop%2Fweb%3A1/json", answer(200, R"({"Id":"sha256:1"})"));
  scene.engine.on("POST /containers/create", fakes::silence());
  check_is_late(scene.perform(model::CreateContainer{1, "shop-web-1", "shop/web:1", ""}));
}

TEST_CASE("a create that is not finished and cannot be undone is undecided") {
  struct Way {
    fakes::Behavior made, filled, removed;
    bool undecided;
  };
  const auto made = answer(201, R"({"Id":"abc"})"), broken = answer(500, R"({"message":"no"})");
  const Way ways[] = {
      {made, broken, broken, true},
      {made, broken, fakes::closed(), true},
      {made, broken, answer(204, ""), false},
      {made, broken, answer(404, R"({"message":"No such container: abc"})"), false},
      {made, answer(200, ""), broken, true},  // what was made cannot be seen
      {fakes::closed(), made, made, true},
      {answer(201, "?"), made, made, true},
      {answer(409, R"({"message":"is already in use by container"})"), made, made, false},
  };
  for (const auto& way : ways) {
    CAPTURE(&way - ways);
    Scene scene;
    scene.engine.on("GET /images/shop%2Fweb%3A1/json", answer(200, R"({"Id":"sha256:1"})"));
    scene.engine.on("POST /containers/create", way.made);
    scene.engine.on("PUT /containers/abc/archive", way.filled);
    scene.engine.on("DELETE /containers/abc", way.removed);
    scene.engine.on("GET /containers/abc/json", broken);
    const auto done = scene.perform(model::CreateContainer{1, "shop-web-1", "shop/web:1", ""},
                                    with_inline_config());
    REQUIRE_FALSE(done);
    CHECK(done.error().undecided == way.undecided);
  }
}

TEST_CASE("what ends a container may do so yet where the engine was asked and did not answer") {
  struct Way {
    fakes::Behavior reply;
    bool undecided;
  };
  const Way ways[] = {{fakes::closed(), true}, {answer(500, R"({"message":"no"})"), false}};
  for (const auto& way : ways) {
    CAPTURE(&way - ways);
    Scene stops;
    stops.engine.on("POST /containers/abc/stop", way.reply);
    const auto stopped = stops.perform(model::StopContainer{"abc", "shop-web-1", 1});
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().undecided == way.undecided);
    // By now nobody listens: nothing was asked.
    const auto unasked = stops.perform(model::StopContainer{"abc", "shop-web-1", 1});
    REQUIRE_FALSE(unasked);
    CHECK_FALSE(unasked.error().undecided);
    Scene removes;
    removes.engine.on("DELETE /containers/abc", way.reply);
    const auto removed = removes.perform(model::RemoveContainer{"abc", "shop-web-1"});
    REQUIRE_FALSE(removed);
    CHECK(removed.error().undecided == way.undecided);
  }
}

TEST_CASE("a start may take longer than a short request") {
  Scene scene;
  docker::EngineClient hasty(scene.io.get_executor(), at(scene.engine.path()), {1ms, 1s});
  docker::DockerRuntime runtime(hasty, scene.pool, scene.pool, scene.clock);
  const auto reply = "HTTP/1.1 204 X\r\n\r\n";
  std::vector<std::string> slowly;  // a turn of the loop takes a millisecond
  for (const char* at = reply; *at; ++at) slowly.emplace_back(1, *at);
  scene.engine.on("POST /containers/abc/start", fakes::raw(slowly, fakes::Behavior::Then::keep));
  reconcile::Work work;
  work.spec = std::make_shared<model::Spec>();
  work.step.action = start_web();
  CHECK(support::run(scene.io, scene.then_stop(runtime.perform(std::move(work)))));
}

TEST_CASE("a pull carries the login of config.json") {
  const support::TempDir dir;
  Scene scene;
  ::setenv("DOCKER_CONFIG", dir.path().c_str(), 1);
  std::ofstream(dir.path() / "config.json") << R"({"auths":{"box:5000":{"auth":"Ym9iOmZpbGU="}}})";
  scene.engine.on("POST /images/create",
                  answer(200, "{\"status\":\"Status: Downloaded newer image for x\"}\n"));
  scene.engine.on("GET /images/box%3A5000%2Fapp%3A1/json", answer(200, R"({"Id":"sha256:1"})"));
  const auto done = scene.perform(model::PullImage{"box:5000/app:1"});
  ::unsetenv("DOCKER_CONFIG");
  REQUIRE(done);
  CHECK(done->image == "sha256:1");
  const auto& heads = scene.engine.heads();
  const auto pull = std::find_if(heads.begin(), heads.end(), [](const std::string& head) {
    return core::contains(head, "/images/create?");
  });
  REQUIRE(pull != heads.end());
  const auto login =
      core::base64_url(R"({"password":"file","serveraddress":"box:5000","username":"bob"})");
  CHECK(core::contains(*pull, "X-Registry-Auth: " + login + "\r\n"));
}

TEST_CASE("a refused pull says that the credential program failed, and is tried again") {
  const support::TempDir dir;
  Scene scene;
  ::setenv("DOCKER_CONFIG", dir.path().c_str(), 1);
  std::ofstream(dir.path() / "config.json") << R"({"credsStore":"none-of-this-name"})";
  scene.engine.on("POST /images/create",
                  answer(401, R"({"message":"unauthorized: authentication required"})"));
  const auto done = scene.perform(model::PullImage{"box:5000/app:1"});
  ::unsetenv("DOCKER_CONFIG");
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == FaultKind::registry_denied);
  CHECK(done.error().klass == model::FaultClass::transient);
  CHECK(core::contains(done.error().text(), "unauthorized: authentication required"));
  CHECK(core::contains(done.error().text(), "docker-credential-none-of-this-name"));
}

TEST_CASE("a look does not fail because the engine refuses one image") {
  for (const int status : {301, 400, 403, 404}) {
    INFO(status);
    Scene scene;
    auto spec = std::make_shared<model::Spec>();
    spec->name = "shop";
    spec->services["w"].image = "MyApp:1";
    spec->services["v"].image = "shop/v:1";
    scene.engine.on("GET /containers/json", answer(200, "[]"));
    for (const auto* name : {"shop-w-1", "shop-v-1"})
      scene.engine.on("GET /containers/" + std::string(name) + "/json",
                      answer(404, R"({"message":"No such container: x"})"));
    scene.engine.on("GET /images/MyApp%3A1/json",
                    answer(status, R"({"message":"invalid reference format"})"));
    scene.engine.on("GET /images/shop%2Fv%3A1/json", answer(200, R"({"Id":"sha256:1"})"));
    const auto seen = support::run(scene.io, scene.seen(spec));
    INFO((seen ? "" : seen.error().text()));
    REQUIRE(seen);
    CHECK(seen->images.size() == 1);
    CHECK(seen->images.contains("shop/v:1"));
  }
}

TEST_CASE("a look fails where the engine is ill") {
  Scene scene;
  auto spec = std::make_shared<model::Spec>();
  spec->services["w"].image = "x";
  scene.engine.on("GET /containers/json", answer(200, "[]"));
  scene.engine.on("GET /images/x/json", answer(500, R"({"message":"out of order"})"));
  CHECK_FALSE(support::run(scene.io, scene.seen(spec)));
}
