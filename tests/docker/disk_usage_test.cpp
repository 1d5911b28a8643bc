#include "docker/disk_usage.hpp"

#include "core/io/abandon.hpp"
#include "core/io/timing.hpp"
#include "fakes/manual_clock.hpp"
#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>

using boost::asio::awaitable;
using docker::decode_container_log;
using docker::decode_disk_usage;
using docker::decode_layers;
using fakes::answer;
using monitor::DiskEater;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t mib = 1024 * 1024;
const std::string web(64, 'a'), db(64, 'b'), job(64, 'c');

std::string number_of(const std::vector<DiskEater>& eaters) {
  std::string text;
  for (const auto& each : eaters)
    text += each.what + " " + std::to_string(each.bytes) + " [" + each.command + "]\n";
  return text;
}

// An engine whose data root is a folder of the test's own.
struct Asked {
  boost::asio::io_context io{1};
  fakes::ScriptedEngine engine{io};
  support::TempDir root;
  fakes::ManualClock clock;
  core::BlockingPool pool{"test", 1};
  docker::EngineClient client{io.get_executor(), endpoint(), {1000ms, 1000ms}};
  docker::DiskUsage usage{client, pool, clock};

  Asked() {
    engine.on("GET /info", answer(200, R"({"DockerRootDir": ")" + root.path().string() + R"("})"));
    engine.on("GET /containers/json", answer(200, "[]"));
    engine.on("GET /system/df", answer(200, "{}"));
  }
  docker::Endpoint endpoint() const {
    docker::Endpoint at;
    at.peer.unix_path = engine.path();
    return at;
  }
  void log(const std::string& id, std::uint64_t bytes, const std::string& suffix = "") {
    const auto folder = root.path() / "containers" / id;
    std::filesystem::create_directories(folder);
    const auto file = folder / (id + "-json.log" + suffix);
    std::ofstream(file).put('x');
    std::filesystem::resize_file(file, bytes);
  }
  void container(const std::string& id, const std::string& name, const std::string& log_config) {
    engine.on("GET /containers/" + id + "/json",
              answer(200, R"({"Id": ")" + id + R"(", "Name": "/)" + name +
                              R"(", "HostConfig": {"LogConfig": )" + log_config + "}}"));
  }
  core::Result<std::vector<DiskEater>> eaters(const std::string& mount_point) {
    return support::run(io, then_stop(usage.eaters(mount_point, 20s)));
  }
  std::string eaters() { return number_of(eaters(root.path().string()).value()); }
  template <class T> awaitable<T> then_stop(awaitable<T> work) {
    auto value = co_await std::move(work);
    co_await engine.stop();
    co_return value;
  }
  bool was_asked(const std::string& what) const {
    const auto& all = engine.requests();
    return std::any_of(all.begin(), all.end(), [&](const std::string& each) {
      return each.find(what) != std::string::npos;
    });
  }
};

const char* const a_full_engine = R"({
  "LayersSize": 900000000,
  "Images": [
    {"Id": "1", "RepoTags": ["nginx:1"], "Size": 200000000, "SharedSize": 50000000, "Containers": 1},
    {"Id": "2", "RepoTags": ["nginx:0"], "Size": 190000000, "SharedSize": 50000000, "Containers": 0},
    {"Id": "3", "RepoTags": null, "Size": 300000000, "SharedSize": 0, "Containers": 0},
    {"Id": "4", "RepoTags": ["<none>:<none>"], "Size": 7000000, "SharedSize": -1, "Containers": 0}],
  "Containers": [
    {"Id": "c1", "Names": ["/shop-web-1"], "SizeRw": 900000000, "SizeRootFs": 1900000000},
    {"Id": "0123456789abcdef", "SizeRw": 30000000}, {"Id": "c3", "Names": ["/idle"]}],
  "Volumes": [
    {"Name": "shop_db", "Options": null, "UsageData": {"Size": 500000000, "RefCount": 1}},
    {"Name": "old", "Options": {}, "UsageData": {"Size": 4000000, "RefCount": 0}},
    {"Name": "nas", "Options": {"type": "nfs"}, "UsageData": {"Size": 9000000000, "RefCount": 0}},
    {"Name": "other", "UsageData": {"Size": -1, "RefCount": -1}}],
  "BuildCache": [
    {"ID": "a", "InUse": false, "Shared": false, "Size": 60000000},
    {"ID": "b", "InUse": true, "Shared": false, "Size": 70000000},
    {"ID": "c", "InUse": false, "Shared": true, "Size": 80000000}],
  "BuilderSize": 210000000})";

// The pool's thread hangs, as in a system call on a disk that does not answer.
struct HungDisk {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
};

awaitable<void> hang(core::BlockingPool* pool, std::shared_future<void> released) {
  std::function<void()> work = [released] { released.wait(); };
  co_await pool->run(std::move(work));
}

awaitable<void> release_soon(HungDisk* disk) {
  co_await core::wait_for(200ms);
  disk->release.set_value();
}

// Of the root while it hangs, of another place while it answers at last, and of the root again.
awaitable<std::vector<core::Result<std::vector<DiskEater>>>> ask_of_a_hung_disk(Asked* asked,
                                                                                HungDisk* disk) {
  const auto root = asked->root.path().string();
  std::vector<core::Result<std::vector<DiskEater>>> found;
  core::leave_to_itself(asked->io.get_executor(), hang(&asked->pool, disk->released));
  auto hung = co_await asked->usage.eaters(root, 500ms);
  found.push_back(std::move(hung));
  CHECK(asked->usage.hangs());
  core::leave_to_itself(asked->io.get_executor(), release_soon(disk));
  auto other = co_await asked->usage.eaters("/proc", 20s);
  found.push_back(std::move(other));
  auto well = co_await asked->usage.eaters(root, 20s);
  found.push_back(std::move(well));
  co_return found;
}

}  // namespace

TEST_CASE("what nothing uses is named with its command, and volumes never with one that removes") {
  auto eaters = decode_disk_usage(a_full_engine).value();
  CHECK(number_of(eaters) ==
        "images without a name 307000000 [docker image prune]\n"
        "images that no container uses 140000000 [docker image prune --all]\n"
        "build cache 60000000 [docker builder prune]\n"
        "the volume shop_db 500000000 [docker ps -a --filter volume=shop_db]\n"
        "volumes that no container uses 4000000 [docker volume ls -f dangling=true]\n");
}

TEST_CASE("a container that wrote into its own layer is named with what shows it") {
  CHECK(number_of(decode_layers(a_full_engine).value()) ==
        "what shop-web-1 wrote into its own layer 900000000 [docker diff shop-web-1]\n"
        "what 0123456789ab wrote into its own layer 30000000 [docker diff 0123456789ab]\n");
  CHECK(decode_layers("{}").value().empty());
  CHECK(decode_layers("[]").error().code == core::Errc::corrupt);
}

TEST_CASE("an engine that keeps nothing, or says nothing of it, has no eaters") {
  for (const char* text : {"{}", R"({"Images": null, "Volumes": [], "BuildCache": null})"})
    CHECK(decode_disk_usage(text).value().empty());
  CHECK(decode_disk_usage("[]").error().code == core::Errc::corrupt);
  CHECK(decode_disk_usage("").error().code == core::Errc::corrupt);
}

TEST_CASE("a log is without an end where json-file is not told one") {
  const auto rotated = [](const std::string& log_config) {
    return decode_container_log(R"({"Name": "/w", "HostConfig": {"LogConfig": )" + log_config +
                                "}}")
        ->rotated;
  };
  CHECK_FALSE(rotated(R"({"Type": "json-file", "Config": {}})"));
  CHECK_FALSE(rotated(R"({"Type": "json-file", "Config": null})"));
  CHECK_FALSE(rotated(R"({"Type": "json-file", "Config": {"max-file": "3"}})"));
  CHECK_FALSE(rotated(R"({"Type": "json-file", "Config": {"max-size": "-1"}})"));
  CHECK(rotated(R"({"Type": "json-file", "Config": {"max-size": "10m"}})"));
  CHECK(rotated(R"({"Type": "local", "Config": {}})"));
  CHECK(rotated(R"({"Type": "journald", "Config": {}})"));
}

TEST_CASE("the four that take most are named, largest first, with the logs among them") {
  Asked asked;
  asked.log(web, 200 * mib);
  asked.log(web, 50 * mib, ".1");
  asked.log(db, 400 * mib);
  asked.log(job, mib / 2);
  asked.container(web, "shop-web-1", R"({"Type": "json-file", "Config": {}})");
  asked.container(db, "shop-db-1", R"({"Type": "json-file", "Config": {"max-size": "100m"}})");
  asked.engine.on("GET /containers/json",
                  answer(200, R"([{"Id": ")" + web + R"("}, {"Id": ")" + db + R"("}, {"Id": ")" +
                                  job + R"("}, {"Id": "../../etc"}])"));
  asked.engine.on("GET /system/df", answer(200, a_full_engine));
  CHECK(asked.eaters() ==
        "what shop-web-1 wrote into its own layer 900000000 [docker diff shop-web-1]\n"
        "the volume shop_db 500000000 [docker ps -a --filter volume=shop_db]\n"
        "images without a name 307000000 [docker image prune]\n"
        "the log of shop-web-1, which is never rotated 262144000 "
        "[set logging.options.max-size]\n");
  CHECK(asked.was_asked("/system/df?type=image&type=volume&type=build-cache"));
  CHECK(asked.was_asked("/system/df?type=container"));
  CHECK_FALSE(asked.was_asked(job));  // too small to ask about
}

TEST_CASE("an engine of 20.10 is asked for everything at once") {
  Asked asked;
  asked.engine.on(
      "GET /version",
      answer(200, R"({"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"})"));
  CHECK(asked.eaters().empty());
  CHECK(asked.was_asked("/v1.41/system/df"));
  CHECK_FALSE(asked.was_asked("type="));
}

TEST_CASE("of a disk that the engine's data is not on, nothing is asked") {
  Asked asked;
  const auto found = asked.eaters("/proc");
  REQUIRE(found);
  CHECK(found->empty());
  CHECK(asked.was_asked("/info"));
  CHECK_FALSE(asked.was_asked("/system/df"));
}

TEST_CASE("an engine that cannot add up in time still has its logs named") {
  Asked asked;
  asked.log(web, 3 * mib);
  asked.container(web, "shop-web-1", R"({"Type": "json-file", "Config": {}})");
  asked.engine.on("GET /containers/json", answer(200, R"([{"Id": ")" + web + R"("}])"));
  asked.engine.on("GET /system/df", answer(500, R"({"message": "it is too much"})"));
  CHECK(asked.eaters() ==
        "the log of shop-web-1, which is never rotated 3145728 [set logging.options.max-size]\n");
}

TEST_CASE("an engine that says nothing at all is an error") {
  Asked asked;
  asked.engine.on("GET /info", answer(500, R"({"message": "no"})"));
  const auto found = asked.eaters(asked.root.path().string());
  REQUIRE_FALSE(found);
  CHECK(found.error().code == core::Errc::unavailable);
}

TEST_CASE(
    "a disk that hangs costs the time that there is, and then no answer is taken for another") {
  Asked asked;
  asked.log(web, 3 * mib);
  asked.container(web, "shop-web-1", R"({"Type": "json-file", "Config": {}})");
  asked.engine.on("GET /containers/json", answer(200, R"([{"Id": ")" + web + R"("}])"));
  HungDisk disk;
  const auto found = support::run(asked.io, asked.then_stop(ask_of_a_hung_disk(&asked, &disk)));
  REQUIRE(found.size() == 3);
  CHECK(found[0].error().code == core::Errc::unavailable);
  CHECK((!found[1] || found[1]->empty()));
  CHECK(found[2].value().size() == 1);
  CHECK_FALSE(asked.usage.hangs());
}

TEST_CASE("two folders of one file system are on the same disk, and what is not there is on none") {
  const support::TempDir one;
  std::filesystem::create_directories(one.path() / "below");
  CHECK(docker::is_same_disk(one.path().string(), (one.path() / "below").string()));
  CHECK_FALSE(docker::is_same_disk(one.path().string(), "/proc"));
  CHECK_FALSE(docker::is_same_disk(one.path().string(), (one.path() / "gone").string()));
  CHECK_FALSE(docker::is_same_disk("", one.path().string()));
}
