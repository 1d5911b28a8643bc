#include "integration/docker/engine_scene.hpp"

#include "docker/decode.hpp"

namespace integration {

docker::Outcome<docker::Reply> Scene::raw(std::string method, std::string path, docker::Query query,
                                          std::string body) {
  docker::Call call;
  call.doing = "testing";
  call.method = std::move(method);
  call.path = std::move(path);
  call.query = std::move(query);
  call.body = std::move(body);
  return run(client.call(std::move(call)));
}

void Scene::sweep() {
  const docker::Query ours = {{"all", "1"},
                              {"filters", R"({"label":["com.docker.compose.project=ek-it"]})"}};
  const auto list = raw("GET", "/containers/json", ours);
  REQUIRE(list);
  for (const auto& container : docker::decode_container_list(list->body).value()) {
    (void)raw("DELETE", "/containers/" + container.id, {{"force", "1"}, {"v", "1"}});
  }
  (void)raw("DELETE", "/networks/ek-it_default");
  (void)raw("DELETE", "/networks/ek-it_back");
  (void)raw("DELETE", "/volumes/ek-it_data");
}

docker::Outcome<reconcile::Done> Scene::perform(model::Action action) {
  reconcile::Work work;
  work.step.action = std::move(action);
  work.step.service = "web";
  work.spec = spec;
  work.as_inspected = as_inspected;
  work.progress = [this](std::string text) { progress = std::move(text); };
  return run(runtime.perform(std::move(work)));
}

model::ContainerId Scene::make_web() {
  REQUIRE(perform(model::CreateNetwork{"default"}));
  REQUIRE(perform(model::CreateVolume{"data"}));
  const auto made = perform(model::CreateContainer{1, "ek-it-web-1", image, ""});
  INFO((made ? std::string() : made.error().text()));
  REQUIRE(made);
  return made->container;
}

std::shared_ptr<model::Spec> Scene::one_service() {
  auto spec = std::make_shared<model::Spec>();
  spec->name = project;
  model::Service web;
  web.name = "web";
  web.image = image;
  web.command = {
      {"sh", "-c",
       "trap 'exit 0' TERM; echo ready; echo oops >&2; while :; do sleep 1 & wait $!; done"}};
  web.networks["default"].aliases = {"front"};
  web.config_hash = "0123456789abcdef";
  model::Mount data;
  data.source = "data";
  data.target = "/data";
  model::Mount scratch;
  scratch.target = "/scratch";
  web.volumes = {data, scratch};
  spec->services["web"] = web;
  model::Network network;
  network.key = "default";
  network.name = "ek-it_default";
  spec->networks["default"] = network;
  model::Volume volume;
  volume.key = "data";
  volume.name = "ek-it_data";
  spec->volumes["data"] = volume;
  return spec;
}

}  // namespace integration
