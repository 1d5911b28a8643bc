#include "docker/decode.hpp"

#include "docker/sample.hpp"

using model::ContainerState;
using model::Health;

namespace {
const std::string engines[] = {"20.10.24", "28.5.2"};
}

TEST_CASE("a running container reads the same from an old and a new engine") {
  for (const auto& engine : engines) {
    INFO("engine " << engine);
    const auto container =
        docker::decode_container(sample("inspect_running_healthy_" + engine + ".json")).value();
    CHECK(container.id.size() == 64);
    CHECK(container.name == "shop-web-1");
    CHECK(container.image == "evenkeel/hello:1");
    CHECK(container.image_id.starts_with("sha256:"));
    CHECK(container.project() == "shop");
    CHECK(container.service() == "web");
    CHECK(container.number() == 1);
    CHECK_FALSE(container.oneoff());
    CHECK(container.config_hash() == "0123456789abcdef");
    CHECK(container.state == ContainerState::running);
    CHECK(container.is_up());
    CHECK(container.pid > 0);
    CHECK(container.health == Health::healthy);
    CHECK_FALSE(container.health_log.empty());
    CHECK(container.health_log.front().exit_code == 0);
    CHECK(container.ever_started());
    CHECK(container.finished_at == core::WallTime{});
    CHECK(container.restart_policy.written == model::RestartMode::unless_stopped);
    CHECK(container.stop_signal == "SIGINT");
    CHECK(container.stop_timeout_s == 3);
    CHECK(container.network_mode == "shop_default");
    REQUIRE(container.networks.size() == 1);
    CHECK(container.networks[0].network == "shop_default");
    CHECK(container.networks[0].network_id.size() == 64);
    CHECK(container.networks[0].ip_address.starts_with("10."));
    REQUIRE(container.mounts.size() == 2);
  }
}

TEST_CASE("a stopped container has no health, whatever the engine still says") {
  for (const auto& engine : engines) {
    INFO("engine " << engine);
    const auto text = sample("inspect_stopped_" + engine + ".json");
    CHECK(text.find("\"Status\":\"unhealthy\"") != std::string::npos);
    const auto container = docker::decode_container(text).value();
    CHECK(container.state == ContainerState::exited);
    CHECK(container.health == Health::none);
    CHECK(container.finished_at > container.started_at);
    CHECK(container.pid == 0);
  }
}

TEST_CASE("a start that failed leaves its reason in the container") {
  for (const auto& engine : engines) {
    INFO("engine " << engine);
    const auto container =
        docker::decode_container(sample("inspect_failed_start_" + engine + ".json")).value();
    CHECK(container.error.find("not found") != std::string::npos);
    CHECK(container.exit_code != 0);
    CHECK_FALSE(container.is_up());
  }
}

TEST_CASE("null and absent are alike") {
  const auto container = docker::decode_container(
      R"({"Id":"ab","Config":{"Labels":null},"State":{"Status":"created","Health":null},"NetworkSettings":{"Networks":null},"Mounts":null})");
  REQUIRE(container);
  CHECK(container->labels.empty());
  CHECK(container->networks.empty());
  CHECK(container->health == Health::none);
  CHECK(container->stop_timeout_s == std::nullopt);
}

TEST_CASE("the cores that a container may run on are counted") {
  const auto cpus = [](const std::string& list) {
    return docker::decode_container(R"({"Id":"a","HostConfig":{"CpusetCpus":")" + list + R"("}})")
        .value()
        .cpus;
  };
  CHECK(cpus("") == 0);
  CHECK(cpus("0") == 1);
  CHECK(cpus("0-2,4") == 4);
  CHECK(cpus("1,3") == 2);
  CHECK(cpus("nonsense") == 0);
}

TEST_CASE("a quota of the CPU is told in cores, however it was given") {
  const auto quota = [](const std::string& host) {
    return docker::decode_container(R"({"Id":"a","HostConfig":{)" + host + "}}").value().quota;
  };
  CHECK(quota("") == 0);
  CHECK(quota(R"("NanoCpus":200000000)") == Approx(0.2));
  CHECK(quota(R"("CpuQuota":150000,"CpuPeriod":50000)") == Approx(3));
  CHECK(quota(R"("CpuQuota":50000,"CpuPeriod":0)") == Approx(0.5));
  CHECK(quota(R"("CpuQuota":-1)") == 0);
}

TEST_CASE("an answer that is no container is an error and says what came") {
  for (const std::string text : {"", "oops", "[]", "null", "{\"Id\":", "{}"}) {
    INFO("text " << text);
    const auto container = docker::decode_container(text);
    REQUIRE_FALSE(container);
    CHECK(container.error().code == core::Errc::corrupt);
  }
}

TEST_CASE("a list tells name, state, health and networks") {
  for (const auto& engine : engines) {
    INFO("engine " << engine);
    const auto list = docker::decode_container_list(sample("list_" + engine + ".json")).value();
    REQUIRE(list.size() == 1);
    CHECK(list[0].name == "shop-web-1");
    CHECK(list[0].service() == "web");
    CHECK(list[0].state == ContainerState::running);
    CHECK(list[0].health == Health::healthy);
    CHECK(list[0].networks.size() == 1);
    CHECK(list[0].created_at > core::WallTime{});
  }
}

TEST_CASE("a linked container has one name of its own") {
  const auto list =
      docker::decode_container_list(
          R"x([{"Id":"ab","Names":["/web/db","/db"],"State":"exited","Status":"Exited (0) (unhealthy)"}])x")
          .value();
  CHECK(list.at(0).name == "db");
  CHECK(list.at(0).health == Health::none);
}

TEST_CASE("networks, volumes, images, versions and the engine's own facts are read") {
  for (const auto& engine : engines) {
    INFO("engine " << engine);
    const auto networks = docker::decode_networks(sample("networks_" + engine + ".json")).value();
    CHECK(std::any_of(networks.begin(), networks.end(), [](const auto& network) {
      return network.name == "shop_default" && network.id.size() == 64 &&
             network.labels.at("com.docker.compose.network") == "default";
    }));
    const auto volumes = docker::decode_volumes(sample("volumes_" + engine + ".json")).value();
    CHECK(std::any_of(volumes.begin(), volumes.end(),
                      [](const auto& volume) { return volume.name == "shop_data"; }));
    const auto image = docker::decode_image(sample("image_" + engine + ".json")).value();
    CHECK(image.architecture == "amd64");
    CHECK(image.os == "linux");
    CHECK_FALSE(image.has_healthcheck);
    const auto info = docker::decode_info(sample("info_" + engine + ".json")).value();
    CHECK(info.data_root == "/var/lib/docker");
    CHECK(info.cpus > 0);
    CHECK(info.memory_bytes > 0);
    CHECK(docker::decode_version(sample("version_" + engine + ".json"))
              .value()
              .version.starts_with(engine));
  }
}

TEST_CASE("a health check of an image is seen, a switched off one is not") {
  const auto with =
      docker::decode_image(
          R"({"Id":"sha256:1","Config":{"Healthcheck":{"Test":["CMD","x"],"StartPeriod":30000000000}}})")
          .value();
  CHECK(with.has_healthcheck);
  CHECK(with.health_start_period == core::Milliseconds{30'000});
  CHECK_FALSE(
      docker::decode_image(R"({"Id":"sha256:1","Config":{"Healthcheck":{"Test":["NONE"]}}})")
          .value()
          .has_healthcheck);
}

TEST_CASE("the message of an error is found, and what is no JSON is shown as it is") {
  CHECK(docker::decode_message("{\"message\":\"No such container: x\"}\n") ==
        "No such container: x");
  CHECK(docker::decode_message("Bad Gateway\n") == "Bad Gateway");
  CHECK(docker::decode_message("").empty());
}

TEST_CASE("whether a container was stopped by a client is read from the engine's file") {
  CHECK(docker::decode_manually_stopped(R"({"ID":"ab","HasBeenManuallyStopped":true})") == true);
  CHECK(docker::decode_manually_stopped(R"({"ID":"ab","HasBeenManuallyStopped":false})") == false);
  CHECK(docker::decode_manually_stopped(R"({"ID":"ab"})") == std::nullopt);
  CHECK(docker::decode_manually_stopped("{\"Has") == std::nullopt);
}

TEST_CASE("published ports and shared volumes of a container are read") {
  const auto container =
      docker::decode_container(
          R"({"Id":"abc","Name":"/x","Created":"2026-01-31T09:30:00Z","State":{"Status":"running"},
              "Config":{"Image":"x"},"HostConfig":{"VolumesFrom":["def:ro"],
              "PortBindings":{"53/udp":[{"HostIp":"127.0.0.1","HostPort":"5353"}],"80/tcp":null}}})")
          .value();
  CHECK(container.volumes_from == std::vector<std::string>{"def:ro"});
  CHECK(container.ports == std::vector<model::SeenPort>{{"127.0.0.1", "5353", "udp"}});
}
