#include "docker/decode.hpp"
#include "docker/logs.hpp"
#include "integration/docker/engine_scene.hpp"

#include <algorithm>

using integration::awaitable;
using integration::Scene;
using model::ContainerState;
using model::FaultKind;
using namespace std::chrono_literals;

namespace {

model::Container look(Scene& scene, const model::ContainerId& id) {
  return scene.run(scene.runtime.inspect(id)).value();
}

std::string text_of(const docker::Outcome<reconcile::Done>& done) {
  return done ? std::string("done") : done.error().text();
}

struct Logs {
  std::string out, error;
};

awaitable<docker::Outcome<Logs>> read_logs(docker::EngineClient& client, model::ContainerId id) {
  docker::LogQuery query;
  auto stream = co_await docker::LogStream::open(client, id, query);
  if (!stream) co_return stream.error();
  Logs logs;
  for (;;) {
    auto chunk = co_await stream->next();
    if (!chunk) co_return chunk.error();
    if (!*chunk) co_return std::move(logs);
    ((*chunk)->source == docker::LogSource::out ? logs.out : logs.error) += (*chunk)->text;
  }
}

// Until the log holds `word`, at most ten seconds.
awaitable<docker::Outcome<Logs>> logs_with(docker::EngineClient& client, model::ContainerId id,
                                           std::string word) {
  for (int tries = 100;; --tries) {
    auto logs = co_await read_logs(client, id);
    if (!logs || tries == 0) co_return logs;
    if ((logs->out + logs->error).find(word) != std::string::npos) co_return logs;
    co_await core::wait_for(100ms);
  }
}

}  // namespace

TEST_CASE("a container is created, started, stopped, renamed and removed, and each of it twice") {
  Scene scene;
  const auto id = scene.make_web();
  auto seen = look(scene, id);
  CHECK(seen.state == ContainerState::created);
  CHECK(seen.project() == integration::project);
  CHECK(seen.service() == "web");
  CHECK(seen.networks.at(0).network == "ek-it_default");

  CHECK_FALSE(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}).value().already);
  CHECK(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}).value().already);
  CHECK(look(scene, id).state == ContainerState::running);

  CHECK(text_of(scene.perform(model::RenameContainer{id, 1, "ek-it-web-1", "ek-it-web-old"})) ==
        "done");
  CHECK(look(scene, id).name == "ek-it-web-old");

  CHECK(scene.perform(model::RemoveContainer{id, "ek-it-web-old"}).error().kind ==
        FaultKind::in_use);
  CHECK_FALSE(scene.perform(model::StopContainer{id, "ek-it-web-old", 5}).value().already);
  CHECK(scene.perform(model::StopContainer{id, "ek-it-web-old", {}}).value().already);
  CHECK(look(scene, id).exit_code == 0);
  CHECK_FALSE(scene.perform(model::RemoveContainer{id, "ek-it-web-old"}).value().already);
  CHECK(scene.perform(model::RemoveContainer{id, "ek-it-web-old"}).value().already);
}

TEST_CASE("an observation has everything of the deployment, and who holds one of its names") {
  Scene scene;
  const auto id = scene.make_web();
  scene.spec->services["web"].scale = 2;
  scene.spec->services["web"].image = "evenkeel/hello:1";
  scene.spec->services["other"] = scene.spec->services["web"];
  scene.spec->services["other"].name = "other";
  scene.spec->services["other"].image = "evenkeel/nowhere:1";
  const auto stranger = scene.raw("POST", "/containers/create", {{"name", "ek-it-web-2"}},
                                  R"({"Image":"evenkeel/hello:1"})");
  REQUIRE(stranger);
  const auto seen = scene.run(scene.runtime.observe(scene.spec, reconcile::Leftovers::unseen));
  const auto stranger_id = docker::decode_created_id(stranger->body).value();
  (void)scene.raw("DELETE", "/containers/" + stranger_id, {{"force", "1"}});
  REQUIRE(seen);
  REQUIRE(seen->containers.size() == 2);
  CHECK(seen->containers[0].id == id);
  CHECK(seen->containers[1].name == "ek-it-web-2");
  CHECK(seen->containers[1].project().empty());
  REQUIRE(seen->networks.size() == 1);
  CHECK(seen->networks[0].labels.at("com.docker.compose.network") == "default");
  REQUIRE(seen->volumes.size() == 1);
  CHECK(seen->volumes[0].name == "ek-it_data");
  CHECK(seen->images.contains("evenkeel/hello:1"));
  CHECK(seen->images.contains(seen->containers[0].image_id));
  CHECK_FALSE(seen->images.contains("evenkeel/nowhere:1"));
}

TEST_CASE("networks and volumes that exist already are left as they are") {
  Scene scene;
  CHECK_FALSE(scene.perform(model::CreateNetwork{"default"}).value().already);
  CHECK(scene.perform(model::CreateNetwork{"default"}).value().already);
  CHECK(text_of(scene.perform(model::CreateVolume{"data"})) == "done");
  CHECK(text_of(scene.perform(model::CreateVolume{"data"})) == "done");
  const auto seen =
      scene.run(scene.runtime.observe(scene.spec, reconcile::Leftovers::unseen)).value();
  REQUIRE(seen.networks.size() == 1);
  CHECK_FALSE(scene.perform(model::RemoveNetwork{seen.networks[0].id, seen.networks[0].name})
                  .value()
                  .already);
  CHECK(scene.perform(model::RemoveNetwork{seen.networks[0].id, seen.networks[0].name})
            .value()
            .already);
  CHECK(text_of(scene.perform(model::RemoveVolume{"ek-it_data"})) == "done");
}

TEST_CASE("a network that was made anew under a stopped container is repaired by a connect") {
  Scene scene;
  const auto id = scene.make_web();
  REQUIRE(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}));
  REQUIRE(scene.perform(model::StopContainer{id, "ek-it-web-1", 5}));
  REQUIRE(scene.raw("DELETE", "/networks/ek-it_default"));
  CHECK(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}).error().kind ==
        FaultKind::network_stale);
  REQUIRE(scene.perform(model::CreateNetwork{"default"}));
  CHECK(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}).error().kind ==
        FaultKind::network_stale);
  CHECK(text_of(scene.perform(
            model::ConnectNetwork{id, "ek-it-web-1", "default", "ek-it_default"})) == "done");
  CHECK(text_of(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"})) == "done");
  const auto aliases = look(scene, id).networks.at(0).aliases;
  CHECK(std::find(aliases.begin(), aliases.end(), "web") != aliases.end());
  CHECK(std::find(aliases.begin(), aliases.end(), "front") != aliases.end());
}

TEST_CASE("a container is made again as it was found, with its anonymous volume") {
  Scene scene;
  const auto first = scene.make_web();
  REQUIRE(scene.perform(model::StartContainer{first, 1, "ek-it-web-1"}));
  scene.as_inspected = scene.run(scene.runtime.raw_inspect(first)).value();
  const auto before = look(scene, first);
  REQUIRE(scene.perform(model::StopContainer{first, "ek-it-web-1", 5}));
  REQUIRE(scene.perform(model::RenameContainer{first, 1, "ek-it-web-1", "ek-it-web-old"}));
  const auto again =
      scene.perform(model::CreateContainer{1, "ek-it-web-1", integration::image, first});
  INFO(text_of(again));
  REQUIRE(again);
  CHECK(text_of(scene.perform(model::StartContainer{again->container, 1, "ek-it-web-1"})) ==
        "done");
  const auto after = look(scene, again->container);
  CHECK(after.labels == before.labels);
  CHECK(after.image_id == before.image_id);
  const auto volume_at = [](const model::Container& container, const std::string& target) {
    for (const auto& mount : container.mounts) {
      if (mount.destination == target) return mount.name;
    }
    return std::string();
  };
  CHECK(volume_at(after, "/data") == "ek-it_data");
  CHECK_FALSE(volume_at(before, "/scratch").empty());
  CHECK(volume_at(after, "/scratch") == volume_at(before, "/scratch"));
}

TEST_CASE("a service with two networks is on both, whatever the engine takes at creation") {
  Scene scene;
  model::Network back;
  back.key = "back";
  back.name = "ek-it_back";
  scene.spec->networks["back"] = back;
  scene.spec->services["web"].networks["back"];
  REQUIRE(scene.perform(model::CreateNetwork{"back"}));
  const auto id = scene.make_web();
  REQUIRE(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}));
  CHECK(look(scene, id).networks.size() == 2);
}

TEST_CASE("inline configs and secrets are files in the container before it starts") {
  Scene scene;
  model::FileSource token;
  token.key = token.name = "token";
  token.content = "s3cret";
  scene.spec->secrets["token"] = token;
  model::FileReference reference;
  reference.source = "token";
  scene.spec->services["web"].secrets = {reference};
  scene.spec->services["web"].command = {{"sh", "-c", "cat /run/secrets/token; echo; sleep 60"}};
  const auto id = scene.make_web();
  REQUIRE(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}));
  CHECK(scene.run(logs_with(scene.client, id, "s3cret")).value().out == "s3cret\n");
}

TEST_CASE("logs are read with and without a terminal") {
  Scene scene;
  const auto framed = scene.make_web();
  REQUIRE(scene.perform(model::StartContainer{framed, 1, "ek-it-web-1"}));
  const auto logs = scene.run(logs_with(scene.client, framed, "oops")).value();
  CHECK(logs.out == "ready\n");
  CHECK(logs.error == "oops\n");

  REQUIRE(scene.perform(model::StopContainer{framed, "ek-it-web-1", 5}));
  REQUIRE(scene.perform(model::RemoveContainer{framed, "ek-it-web-1", true}));
  scene.spec->services["web"].tty = true;
  const auto terminal =
      scene.perform(model::CreateContainer{1, "ek-it-web-1", integration::image, ""})
          .value()
          .container;
  REQUIRE(scene.perform(model::StartContainer{terminal, 1, "ek-it-web-1"}));
  const auto raw = scene.run(logs_with(scene.client, terminal, "oops")).value();
  CHECK(raw.out == "ready\r\noops\r\n");
  CHECK(raw.error.empty());
}

TEST_CASE("what fails has a name") {
  Scene scene;
  REQUIRE(scene.perform(model::CreateNetwork{"default"}));
  REQUIRE(scene.perform(model::CreateVolume{"data"}));
  CHECK(scene.perform(model::CreateContainer{1, "ek-it-web-1", "evenkeel/nowhere:1", ""})
            .error()
            .kind == FaultKind::image_missing);
  CHECK(scene.perform(model::StartContainer{std::string(64, 'a'), 1, "x"}).error().kind ==
        FaultKind::no_such_container);
  // Nothing listens on the discard port.
  CHECK(scene.perform(model::PullImage{"127.0.0.1:9/nothing:1"}).error().kind ==
        FaultKind::registry_unreachable);
  scene.spec->services["web"].command = {{"/no/such/program"}};
  const auto id = scene.perform(model::CreateContainer{1, "ek-it-web-1", integration::image, ""})
                      .value()
                      .container;
  CHECK(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}).error().kind ==
        FaultKind::exec_not_found);
  CHECK(look(scene, id).error.find("no such") != std::string::npos);
  CHECK(scene.perform(model::CreateContainer{1, "ek-it-web-1", integration::image, ""})
            .error()
            .kind == FaultKind::name_conflict);
}
