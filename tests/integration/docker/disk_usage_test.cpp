#include "docker/disk_usage.hpp"

#include "docker/decode.hpp"
#include "integration/docker/engine_scene.hpp"

#include <algorithm>
#include <cstdlib>

using integration::awaitable;
using integration::Scene;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t mib = 1024 * 1024;

std::string data_root_of(Scene& scene) {
  const auto info = scene.raw("GET", "/info");
  REQUIRE(info);
  return docker::decode_info(info->body)->data_root;
}

std::vector<monitor::DiskEater> eaters_of(Scene& scene, const std::string& mount_point) {
  docker::DiskUsage usage(scene.client, scene.pool, scene.clock);
  auto found = scene.run(usage.eaters(mount_point, 20s));
  INFO((found ? std::string() : found.error().what));
  REQUIRE(found);
  return *found;
}

const monitor::DiskEater* named(const std::vector<monitor::DiskEater>& eaters,
                                const std::string& what) {
  const auto found = std::find_if(
      eaters.begin(), eaters.end(),
      [&](const monitor::DiskEater& each) { return each.what.find(what) != std::string::npos; });
  return found == eaters.end() ? nullptr : &*found;
}

awaitable<bool> ends(docker::EngineClient& client, model::ContainerId id) {
  docker::Call wait;
  wait.doing = "waiting";
  wait.method = "POST";
  wait.path = "/containers/" + id + "/wait";
  wait.waits = true;
  auto reply = co_await client.call(std::move(wait));
  co_return reply.has_value();
}

// ek-it-web-1 that has done `what` and ended.
void has_done(Scene& scene, const std::string& what) {
  scene.spec->services["web"].command = {{"sh", "-c", what}};
  const auto id = scene.make_web();
  REQUIRE(scene.perform(model::StartContainer{id, 1, "ek-it-web-1"}));
  REQUIRE(scene.run(ends(scene.client, id)));
}

// 5120 lines of 1023 letters and an end.
constexpr const char* prints_5_mib =
    "yes \"$(head -c 1023 /dev/zero | tr '\\0' x)\" | head -n 5120";

}  // namespace

TEST_CASE("a log that is never rotated is named with its size") {
  Scene scene;
  scene.spec->services["web"].logging = {"json-file", {}};
  has_done(scene, prints_5_mib);
  const auto eaters = eaters_of(scene, data_root_of(scene));
  const auto* log = named(eaters, "the log of ek-it-web-1, which is never rotated");
  REQUIRE(log != nullptr);
  // The engine wraps each line into JSON with its time.
  CHECK(log->bytes > 5 * mib);
  CHECK(log->bytes < 6 * mib);
  CHECK(log->command == "set logging.options.max-size");
}

TEST_CASE("a log that has an end is not named") {
  Scene scene;
  scene.spec->services["web"].logging = {"json-file", {{"max-size", "100m"}}};
  has_done(scene, prints_5_mib);
  CHECK(named(eaters_of(scene, data_root_of(scene)), "the log of") == nullptr);
}

TEST_CASE("an image is named while no container is made of it, with what removing it gives back") {
  Scene scene;
  const auto root = data_root_of(scene);
  const auto eaters = eaters_of(scene, root);
  const auto* image = named(eaters, "images that no container uses");
  REQUIRE(image != nullptr);
  CHECK(image->bytes > mib);
  CHECK(image->command == "docker image prune --all");
  (void)scene.make_web();
  CHECK(named(eaters_of(scene, root), "images that no container uses") == nullptr);
}

TEST_CASE("a volume that is used is named with who uses it, and nothing that removes it") {
  Scene scene;
  has_done(scene, "head -c 3145728 /dev/zero > /data/full");
  const auto eaters = eaters_of(scene, data_root_of(scene));
  const auto* volume = named(eaters, "the volume ek-it_data");
  REQUIRE(volume != nullptr);
  CHECK(volume->bytes >= 3 * mib);
  CHECK(volume->bytes < 4 * mib);
  CHECK(volume->command == "docker ps -a --filter volume=ek-it_data");
}

TEST_CASE("a disk that the engine's data is not on has no eaters of the engine's") {
  Scene scene;
  CHECK(eaters_of(scene, "/proc").empty());
}
