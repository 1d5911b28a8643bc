#include "docker/create_request.hpp"

#include "compose/load.hpp"
#include "core/io/named_file.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

using Json = nlohmann::json;

const std::string folder =
    std::filesystem::weakly_canonical(std::string(EVENKEEL_SHARED) + "/compose/real").string();

Json json_of(const std::string& path) {
  std::ifstream file(path);
  return Json::parse(file);
}

void sort_list(Json& object, const char* key) {
  if (object.contains(key) && object[key].is_array())
    std::sort(object[key].begin(), object[key].end());
}

std::string sorted_words(const std::string& text) {
  auto parts = core::split(text, ',');
  std::sort(parts.begin(), parts.end());
  return core::join(parts, ",");
}

// Lists whose order the reference takes from a map are sorted, the folder has its placeholder.
Json comparable(const Json& request, const std::string& directory) {
  auto out = Json::parse(core::replace_all(request.dump(), directory, "{{DIR}}"));
  auto& body = out["body"];
  sort_list(body, "Env");
  if (body.contains("HostConfig")) {
    for (const auto* key : {"Binds", "Mounts", "ExtraHosts", "Ulimits", "Links"})
      sort_list(body["HostConfig"], key);
  }
  const auto* depends_on = "com.docker.compose.depends_on";
  if (body["Labels"].contains(depends_on))
    body["Labels"][depends_on] = sorted_words(body["Labels"][depends_on]);
  return out;
}

// The hash of what names the folder depends on where the reference ran.
void drop_hash(Json& ours, Json& theirs) {
  const auto* label = "com.docker.compose.config-hash";
  const bool placed = core::contains(ours["body"]["HostConfig"].dump(), "{{DIR}}");
  for (auto* request : {&ours, &theirs}) {
    if (placed) (*request)["body"]["Labels"].erase(label);
  }
}

std::map<std::string, Json> by_name(const std::vector<Json>& requests,
                                    const std::string& directory) {
  std::map<std::string, Json> out;
  for (const auto& request : requests) {
    const auto name =
        request["query"].contains("name") ? request["query"]["name"] : request["body"]["Name"];
    out[request["path"].get<std::string>() + " " + name.get<std::string>()] =
        comparable(request, directory);
  }
  return out;
}

core::Result<compose::Loaded> loaded(const std::string& yaml) {
  compose::LoadRequest request;
  request.files = {"-"};
  request.standard_input = yaml;
  request.current_directory = "/srv/shop";
  request.read = [](const std::string& path) -> core::Result<std::string> {
    return core::not_found(path + ": no such file");
  };
  return compose::load(request);
}

Json body_of(const std::string& yaml, const docker::ContainerCreate& options = {}) {
  const auto project = loaded(yaml);
  INFO((project ? "" : project.error().what));
  REQUIRE(project.has_value());
  const auto& service = project->spec.services.at("web");
  const auto body = docker::container_create_body(project->spec, service, options);
  INFO((body ? "" : body.error().what));
  REQUIRE(body.has_value());
  return Json::parse(*body);
}

std::string web(const std::string& keys) {
  return "services:\n  web:\n    image: nginx\n    " + core::replace_all(keys, "\n", "\n    ") +
         "\n";
}

}  // namespace

TEST_CASE("real files are made by the requests that Docker Compose sends") {
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: no real files in " << folder);
    return;
  }
  int files = 0, requests = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const auto path = entry.path().string();
    if (!path.ends_with(".yml") && !path.ends_with(".yaml")) continue;
    const auto directory = entry.path().parent_path().string();
    const auto engine = json_of(path + ".engine.json");
    compose::LoadRequest request;
    request.files = {path};
    request.current_directory = directory;
    request.read = [](const std::string& named) {
      return core::read_named_file(named, compose::file_bytes_max);
    };
    request.environment = engine["env"].get<compose::Environment>();
    request.environment["HOME"] = "/home/user";
    request.profiles = engine["profiles"].get<std::vector<std::string>>();
    const auto project = compose::load(request);
    INFO(path << ": " << (project ? "" : project.error().what));
    REQUIRE(project.has_value());
    CHECK(project->unsupported.empty());
    const auto made = docker::create_requests(project->spec);
    REQUIRE(made.has_value());
    std::vector<Json> ours;
    for (const auto& one : *made) ours.push_back(Json::parse(docker::as_json_line(one)));
    auto got = by_name(ours, directory),
         wanted = by_name(engine["calls"].get<std::vector<Json>>(), directory);
    for (auto& [name, call] : wanted) {
      INFO(name);
      REQUIRE(got.count(name) == 1);
      if (call["path"] == "/containers/create") drop_hash(got.at(name), call);
      INFO(Json::diff(call, got.at(name)).dump());
      CHECK(got.at(name) == call);
    }
    CHECK(got.size() == wanted.size());
    ++files;
    requests += static_cast<int>(wanted.size());
  }
  std::cout << "real files, create requests: " << requests << " of " << files
            << " files compared\n";
}

TEST_CASE("a bind whose host path may be made goes into Binds, one that must exist into Mounts") {
  const auto host = body_of(
      web("volumes:\n  - /srv/data:/data:ro\n  - {type: bind, source: /srv/conf, target: /conf}"))
      ["HostConfig"];
  CHECK(host["Binds"] == Json::array({"/srv/data:/data:ro", "/srv/conf:/conf:rw"}));
  const auto strict =
      body_of(web("volumes:\n  - {type: bind, source: /srv/conf, target: /conf, bind: "
                  "{create_host_path: false}}"))["HostConfig"];
  CHECK(strict["Binds"].is_null());
  CHECK(strict["Mounts"] == Json::array({{{"Type", "bind"},
                                          {"Source", "/srv/conf"},
                                          {"Target", "/conf"},
                                          {"BindOptions", Json::object()}}}));
}

TEST_CASE("the highest priority decides which network is the container's mode") {
  const auto yaml = web("networks: {a: {}, b: {priority: 10}}") + "networks: {a: {}, b: {}}\n";
  const auto body = body_of(yaml);
  CHECK(body["HostConfig"]["NetworkMode"] == "shop_b");
  CHECK(body["NetworkingConfig"]["EndpointsConfig"].size() == 2);
}

TEST_CASE("an engine before API 1.44 gets one network at creation and the others one by one") {
  const auto project = loaded(web("networks: [a, b]") + "networks: {a: {}, b: {}}\n");
  REQUIRE(project.has_value());
  const auto& service = project->spec.services.at("web");
  docker::ContainerCreate old;
  old.api = {1, 41};
  const auto body = docker::container_create_body(project->spec, service, old);
  REQUIRE(body.has_value());
  CHECK(Json::parse(*body)["NetworkingConfig"]["EndpointsConfig"].size() == 1);
  const auto connects = docker::network_connects(project->spec, service, old, "cafe");
  REQUIRE(connects.size() == 1);
  CHECK(connects[0].network == "shop_b");
  CHECK(Json::parse(connects[0].body)["Container"] == "cafe");
  CHECK(docker::network_connects(project->spec, service, {}, "cafe").empty());
  CHECK(Json::parse(docker::network_create_body(project->spec, project->spec.networks.at("a"),
                                                {1, 41}))["CheckDuplicate"] == true);
}

TEST_CASE("what an older engine cannot do is refused with the version that can") {
  docker::ContainerCreate old;
  old.api = {1, 41};
  const auto error_of = [&](const std::string& yaml) {
    const auto project = loaded(yaml);
    REQUIRE(project.has_value());
    const auto body =
        docker::container_create_body(project->spec, project->spec.services.at("web"), old);
    return body ? "" : body.error().what;
  };
  const std::string a = "networks: {a: {}}\n";
  CHECK(error_of(web("networks: {a: {interface_name: eth9}}") + a) ==
        "interface_name needs Docker Engine 28.1 (API 1.49) or later");
  CHECK(
      core::contains(error_of(web("healthcheck: {test: x, start_interval: 1s, start_period: 9s}")),
                     "25 (API 1.44)"));
  CHECK(core::contains(error_of(web("volumes: [{type: image, source: x, target: /x}]")),
                       "28 (API 1.48)"));
  CHECK(error_of(web("networks: {a: {aliases: [b]}}") + a).empty());
}

TEST_CASE("a shared namespace names the other's container, in the mode and in the hash") {
  const auto yaml = web("network_mode: service:vpn") + "  vpn: {image: wireguard}\n";
  CHECK(body_of(yaml)["HostConfig"]["NetworkMode"] == "container:{{vpn}}");
  docker::ContainerCreate options;
  options.parents["vpn"] = "cafe";
  const auto body = body_of(yaml, options);
  CHECK(body["HostConfig"]["NetworkMode"] == "container:cafe");
  CHECK_FALSE(body.contains("NetworkingConfig"));
  // The hash is that of the service with the resolved mode written out.
  const auto resolved = body_of(web("network_mode: container:cafe"));
  CHECK(body["Labels"]["com.docker.compose.config-hash"] ==
        resolved["Labels"]["com.docker.compose.config-hash"]);
}

TEST_CASE("limits of deploy win over those of the service, restart_policy over restart") {
  const auto host =
      body_of(web("restart: always\ndeploy: {resources: {limits: {cpus: '0.5', memory: 64m, pids: "
                  "10}}, restart_policy: {condition: on-failure, max_attempts: 3}}"))["HostConfig"];
  CHECK(host["NanoCpus"] == 500000000);
  CHECK(host["Memory"] == 67108864);
  CHECK(host["PidsLimit"] == 10);
  CHECK(host["RestartPolicy"] == Json({{"Name", "on-failure"}, {"MaximumRetryCount", 3}}));
}

TEST_CASE("a disabled health check is the test NONE") {
  CHECK(body_of(web("healthcheck: {disable: true}"))["Healthcheck"] == Json({{"Test", {"NONE"}}}));
}

TEST_CASE("an anonymous volume of the container before is carried over") {
  docker::ContainerCreate options;
  options.carried = {{"abc", "/data", false}, {"def", "/from-image", false}};
  const auto host = body_of(web("volumes: [/data]"), options)["HostConfig"];
  CHECK(host["Mounts"][0] == Json({{"Type", "volume"}, {"Source", "abc"}, {"Target", "/data"}}));
  CHECK(host["Mounts"][1]["Source"] == "def");
}

TEST_CASE("containers are made after what they depend on, as many as there are replicas") {
  const auto project =
      loaded("services:\n  a: {image: x, depends_on: [z], scale: 2}\n  z: {image: x}\n");
  REQUIRE(project.has_value());
  const auto requests = docker::create_requests(project->spec);
  REQUIRE(requests.has_value());
  std::vector<std::string> names;
  for (const auto& request : *requests) {
    if (request.query.count("name") > 0) names.push_back(request.query.at("name"));
  }
  CHECK(names == std::vector<std::string>{"shop-z-1", "shop-a-1", "shop-a-2"});
}

TEST_CASE("a seccomp profile is read and inlined without its white space") {
  docker::ContainerCreate options;
  options.read_file = [](const std::string& path) -> core::Result<std::string> {
    return "{\n \"path\": \"" + path + " \"\n}";
  };
  CHECK(body_of(web("security_opt: ['seccomp=profile.json']"),
                options)["HostConfig"]["SecurityOpt"] ==
        Json::array({"seccomp={\"path\":\"/srv/shop/profile.json \"}"}));
}
