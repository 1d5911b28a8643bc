#include "docker/create_from_inspect_codec.hpp"

#include "docker/sample.hpp"

#include <nlohmann/json.hpp>

using nlohmann::json;

namespace {

model::StoredInspect stored(const std::string& engine) {
  return {sample("inspect_stopped_" + engine + ".json"), sample("image_" + engine + ".json")};
}

// A stored container of a few fields.
model::StoredInspect made_of(const json& container, const json& image = json::object()) {
  json whole = {
      {"Id", std::string(64, 'c')}, {"Config", json::object()}, {"HostConfig", json::object()}};
  whole.merge_patch(container);
  return {whole.dump(), json{{"Config", image}}.dump()};
}

json body_of(const model::StoredInspect& from, docker::ApiVersion api = {1, 51}) {
  return json::parse(
      docker::create_body_from_inspect({from, "img:1", api, {}, "", "", ""}).value().body);
}

}  // namespace

TEST_CASE("a recorded container is copied with what its owner set and nothing of the moment") {
  for (const std::string engine : {"20.10.24", "28.5.2"}) {
    INFO("engine " << engine);
    const auto from = stored(engine);
    const auto body = body_of(from);
    CHECK(body["Image"] == "img:1");
    CHECK(body["Cmd"] == json({"httpd", "-f", "-p", "80", "-h", "/www"}));
    CHECK(body["Env"] == json({"GREETING=hello"}));  // PATH is the image's
    CHECK(body["Labels"]["com.docker.compose.project"] == "shop");
    CHECK(body["Labels"]["com.docker.compose.config-hash"] == "0123456789abcdef");
    CHECK(body["Labels"]["com.example.owner"] == "anna");
    CHECK_FALSE(body.contains("Hostname"));
    CHECK(body["StopSignal"] == "SIGINT");
    CHECK(body["StopTimeout"] == 3);
    CHECK(body["Healthcheck"]["Interval"] == 1000000000);
    CHECK(body["HostConfig"]["NetworkMode"] == "shop_default");
    CHECK(body["HostConfig"]["Binds"] == json({"shop_data:/data:rw"}));
    CHECK(body["HostConfig"]["RestartPolicy"]["Name"] == "unless-stopped");
    CHECK(body["HostConfig"]["PortBindings"]["80/tcp"][0]["HostPort"] == "18080");
    const auto& endpoint = body["NetworkingConfig"]["EndpointsConfig"]["shop_default"];
    CHECK(endpoint["Aliases"] == json({"shop-web-1", "web"}));
    CHECK_FALSE(endpoint.contains("IPAddress"));
    CHECK_FALSE(endpoint.contains("NetworkID"));
  }
}

TEST_CASE("the command stays where the entrypoint is the owner's own") {
  const json image = {{"Cmd", {"serve"}}, {"Entrypoint", {"/init"}}, {"User", "app"}};
  auto body = body_of(made_of(
      {{"Config", {{"Cmd", {"serve"}}, {"Entrypoint", {"/mine"}}, {"User", "app"}}}}, image));
  CHECK(body["Entrypoint"] == json({"/mine"}));
  CHECK(body["Cmd"] == json({"serve"}));
  CHECK_FALSE(body.contains("User"));
  body = body_of(made_of({{"Config", {{"Cmd", {"serve"}}, {"Entrypoint", {"/init"}}}}}, image));
  CHECK_FALSE(body.contains("Cmd"));
  CHECK_FALSE(body.contains("Entrypoint"));
}

TEST_CASE("labels of the image go, Compose's own stay whatever the image says") {
  const json labels = {{"maintainer", "x"}, {"com.docker.compose.project", "shop"}};
  const auto body = body_of(made_of({{"Config", {{"Labels", labels}}}}, {{"Labels", labels}}));
  CHECK(body["Labels"] == json({{"com.docker.compose.project", "shop"}}));
}

TEST_CASE("a network that was given by id is given by name") {
  const std::string network_id(64, '1');
  const auto body = body_of(made_of(
      {{"HostConfig", {{"NetworkMode", network_id}}},
       {"NetworkSettings",
        {{"Networks",
          {{"other", {{"NetworkID", "x"}}}, {"shop_default", {{"NetworkID", network_id}}}}}}}}));
  CHECK(body["HostConfig"]["NetworkMode"] == "shop_default");
}

TEST_CASE("aliases go over without the short id, and the default bridge has none") {
  const auto body = body_of(made_of({{"HostConfig", {{"NetworkMode", "a"}}},
                                     {"NetworkSettings",
                                      {{"Networks",
                                        {{"a",
                                          {{"Aliases", {"web", "cccccccccccc"}},
                                           {"IPAMConfig", {{"IPv4Address", "10.9.0.5"}}},
                                           {"MacAddress", "02:42"}}},
                                         {"bridge", {{"Aliases", nullptr}}}}}}}}));
  const auto& endpoints = body["NetworkingConfig"]["EndpointsConfig"];
  CHECK(endpoints ==
        json({{"a", {{"Aliases", {"web"}}, {"IPAMConfig", {{"IPv4Address", "10.9.0.5"}}}}}}));
}

TEST_CASE("an engine before 1.44 gets its further networks after the create") {
  const auto from = made_of(
      {{"HostConfig", {{"NetworkMode", "a"}}},
       {"NetworkSettings", {{"Networks", {{"a", json::object()}, {"b", {{"Aliases", {"x"}}}}}}}}});
  const auto old =
      docker::create_body_from_inspect({from, "img:1", {1, 43}, {}, "", "", ""}).value();
  CHECK(json::parse(old.body)["NetworkingConfig"]["EndpointsConfig"].size() == 1);
  REQUIRE(old.after.size() == 1);
  CHECK(old.after[0].network == "b");
  CHECK(json::parse(old.after[0].endpoint_json) == json({{"Aliases", {"x"}}}));
  const auto now =
      docker::create_body_from_inspect({from, "img:1", {1, 44}, {}, "", "", ""}).value();
  CHECK(json::parse(now.body)["NetworkingConfig"]["EndpointsConfig"].size() == 2);
  CHECK(now.after.empty());
}

TEST_CASE("a namespace goes to the container that has the parent's place now") {
  const auto from = made_of(
      {{"HostConfig",
        {{"NetworkMode", "container:old"}, {"PidMode", "container:old"}, {"IpcMode", "private"}}}});
  const auto copied =
      docker::create_body_from_inspect({from, "img:1", {1, 51}, {}, "new", "new", "new"}).value();
  const auto host = json::parse(copied.body)["HostConfig"];
  CHECK(host["NetworkMode"] == "container:new");
  CHECK(host["PidMode"] == "container:new");
  CHECK(host["IpcMode"] == "private");
}

TEST_CASE(
    "anonymous volumes of the replaced container go over, named ones are in its binds already") {
  const std::string anonymous(64, '7');
  const auto from = made_of({{"HostConfig", {{"Binds", {"shop_data:/data:rw"}}}}});
  const std::vector<model::SeenMount> mounts = {{"volume", anonymous, "", "/scratch"},
                                                {"volume", "shop_data", "", "/data"},
                                                {"bind", "", "/x", "/y"}};
  const auto copied =
      docker::create_body_from_inspect({from, "img:1", {1, 51}, mounts, "", "", ""}).value();
  CHECK(json::parse(copied.body)["HostConfig"]["Binds"] ==
        json({"shop_data:/data:rw", anonymous + ":/scratch"}));
}

TEST_CASE("an anonymous volume that was asked for as a mount keeps its data too") {
  const std::string anonymous(64, '7');
  const auto from =
      made_of({{"HostConfig", {{"Mounts", {{{"Type", "volume"}, {"Target", "/scratch"}}}}}}});
  const std::vector<model::SeenMount> mounts = {{"volume", anonymous, "", "/scratch"}};
  const auto host =
      json::parse(docker::create_body_from_inspect({from, "img:1", {1, 51}, mounts, "", "", ""})
                      .value()
                      .body)["HostConfig"];
  CHECK(host["Mounts"] ==
        json({{{"Type", "volume"}, {"Target", "/scratch"}, {"Source", anonymous}}}));
  CHECK_FALSE(host.contains("Binds"));
}

TEST_CASE("another container of the service gets its own number, in label and alias") {
  const auto from =
      made_of({{"Config", {{"Labels", {{"com.docker.compose.container-number", "1"}}}}},
               {"HostConfig", {{"NetworkMode", "a"}}},
               {"NetworkSettings", {{"Networks", {{"a", {{"Aliases", {"shop-web-1", "web"}}}}}}}}});
  const auto copied =
      docker::create_body_from_inspect({from, "img:1", {1, 51}, {}, "", "", "", 3}).value();
  const auto body = json::parse(copied.body);
  CHECK(body["Labels"]["com.docker.compose.container-number"] == "3");
  CHECK(body["NetworkingConfig"]["EndpointsConfig"]["a"]["Aliases"] == json({"shop-web-3", "web"}));
}

TEST_CASE("links are written as a create wants them") {
  const auto body = body_of(made_of({{"HostConfig", {{"Links", {"/shop-db-1:/shop-web-1/db"}}}}}));
  CHECK(body["HostConfig"]["Links"] == json({"shop-db-1:db"}));
}

TEST_CASE("a damaged stored inspect is an error") {
  CHECK_FALSE(docker::create_body_from_inspect({{"{", "{}"}, "img:1", {1, 51}, {}, "", "", ""}));
  CHECK_FALSE(docker::create_body_from_inspect({{"{}", "{}"}, "img:1", {1, 51}, {}, "", "", ""}));
}

TEST_CASE("an endpoint for a repair is copied from the inspect") {
  const auto from = stored("20.10.24");
  CHECK(json::parse(docker::endpoint_from_inspect(from.container_json, "shop_default").value()) ==
        json({{"Aliases", {"shop-web-1", "web"}}}));
  CHECK(docker::endpoint_from_inspect(from.container_json, "other").value() == "{}");
}
