#include "docker/work_request.hpp"

#include "support/catch.hpp"

namespace {

model::FileReference used(std::string source, std::string target = "") {
  model::FileReference reference;
  reference.source = std::move(source);
  reference.target = std::move(target);
  return reference;
}

model::FileSource inline_source(std::string content) {
  model::FileSource source;
  source.content = std::move(content);
  return source;
}

}  // namespace

TEST_CASE("inline configs go to the root and secrets below run/secrets, unless they say where") {
  model::Spec spec;
  spec.configs["app.conf"] = inline_source("a");
  spec.secrets["token"] = inline_source("b");
  model::Service service;
  service.configs = {used("app.conf"), used("app.conf", "/etc/app.conf")};
  service.secrets = {used("token"), used("token", "other")};
  service.secrets[1].uid = "1000";
  service.secrets[1].mode = 0400;
  const auto files = docker::inline_files(spec, service).value();
  REQUIRE(files.size() == 4);
  CHECK(files[0].path == "app.conf");
  CHECK(files[1].path == "etc/app.conf");
  CHECK(files[2].path == "run/secrets/token");
  CHECK(files[2].mode == 0444);
  CHECK(files[2].content == "b");
  CHECK(files[3].path == "run/secrets/other");
  CHECK(files[3].uid == 1000);
  CHECK(files[3].mode == 0400);
}

TEST_CASE("files on the disk are mounted and not copied") {
  model::Spec spec;
  spec.configs["app.conf"].file = "/srv/app.conf";
  model::Service service;
  service.configs = {used("app.conf")};
  CHECK(docker::inline_files(spec, service).value().empty());
}

TEST_CASE("a content that was to come from a variable that is not there is an error") {
  model::Spec spec;
  spec.secrets["token"].environment = "TOKEN";
  model::Service service;
  service.secrets = {used("token")};
  const auto files = docker::inline_files(spec, service);
  REQUIRE_FALSE(files);
  CHECK(files.error().what.find("TOKEN") != std::string::npos);
}

TEST_CASE("work on what the spec does not have is refused") {
  reconcile::Work work;
  work.spec = std::make_shared<model::Spec>();
  work.step.service = "web";
  CHECK_FALSE(docker::container_request(work, {1, "x", "img", ""}, {}));
  CHECK_FALSE(docker::endpoint_request(work, {}));
  CHECK_FALSE(docker::network_request(*work.spec, "default", {1, 51}));
  CHECK_FALSE(docker::volume_request(*work.spec, "data"));
}

TEST_CASE("what a container has from a lender of volumes is not carried over as its own") {
  auto spec = std::make_shared<model::Spec>();
  auto& web = spec->services["web"];
  web.volumes_from = {"data:ro", "container:elsewhere"};
  web.volumes = {{.target = "/own"}};
  reconcile::Work work;
  work.spec = spec;
  work.step.service = "web";
  work.parents = {{"data", "id of data"}};
  CHECK(docker::lenders_of(work) == std::vector<std::string>{"id of data", "elsewhere"});
  const model::SeenMount lent{"volume", "a", "", "/lent"}, own{"volume", "b", "", "/own"},
      of_image{"volume", "c", "", "/of-image"};
  std::vector<model::SeenMount> mounts{lent, own, of_image};
  docker::leave_out_lent(mounts, work, {{"volume", "d", "", "/lent"}, {"volume", "e", "", "/own"}});
  CHECK(mounts == std::vector<model::SeenMount>{own, of_image});
}

TEST_CASE(
    "what is made again as it was inspected has its inline files again, but where it mounts") {
  auto spec = std::make_shared<model::Spec>();
  spec->configs["app.conf"] = inline_source("a");
  auto& service = spec->services["web"];
  service.name = "web";
  service.configs = {used("app.conf"), used("app.conf", "/etc/app.conf"),
                     used("app.conf", "/srv/a")};
  reconcile::Work work;
  work.spec = spec;
  work.step.service = "web";
  model::CreateContainer create;
  create.image = "nginx:2";
  work.step.action = create;
  work.as_inspected = model::StoredInspect{};
  work.as_inspected->container_json = R"json({
    "Id": "abc", "Name": "/shop-web-1", "Image": "sha256:1", "Created": "2026-01-31T12:00:00Z",
    "State": {"Status": "exited"}, "HostConfig": {},
    "Config": {"Image": "nginx:2", "Labels": {}},
    "Mounts": [{"Type": "bind", "Source": "/host/srv", "Destination": "/srv", "RW": true}],
    "NetworkSettings": {"Networks": {}}})json";
  work.as_inspected->image_json = R"json({"Id": "sha256:1", "Config": {}})json";
  const auto request = docker::container_request(work, create, {});
  REQUIRE(request);
  REQUIRE(request->files.size() == 2);
  CHECK(request->files[0].path == "app.conf");
  CHECK(request->files[1].path == "etc/app.conf");
}
