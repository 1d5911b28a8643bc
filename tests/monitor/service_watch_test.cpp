#include "monitor/service_watch.hpp"

#include "monitor/looks.hpp"
#include "support/catch.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace monitor;

namespace {

constexpr double mib = 1024 * 1024;
const HostSize host{400, 1024 * mib};  // four cores and a gibibyte

struct Service {
  std::vector<ContainerNow> replicas;
  SpikeSettings settings;

  // Percent of a core and MiB, and what it may use of them.
  void add(const std::string& id, std::optional<double> cpu, std::optional<double> memory,
           std::optional<double> cpu_limit = {}, std::optional<double> memory_limit = {}) {
    const auto bytes = [](std::optional<double> size) {
      return size ? Counter(static_cast<std::uint64_t>(*size * mib)) : std::nullopt;
    };
    ContainerNow now;
    now.container = running("shop", "web", id);
    now.usage.memory_bytes = bytes(memory);
    now.sample.cpu_percent = cpu;
    now.sample.cpu_limit_percent = cpu_limit;
    now.sample.memory_bytes = bytes(memory);
    now.sample.memory_limit_bytes = bytes(memory_limit);
    replicas.push_back(now);
  }
  Sight sight() const {
    std::vector<const ContainerNow*> all;
    for (const auto& each : replicas) all.push_back(&each);
    return sight_of(all, settings, host);
  }
};

}  // namespace

TEST_CASE("replicas without a limit of their own are held against the host's together") {
  Service service;
  service.add("a", 90, 256);
  service.add("b", 150, 512);
  service.add("c", 140, 128);
  const auto sight = service.sight();
  CHECK(sight.cpu.percent == 95.0);
  CHECK(sight.cpu.limit == 400.0);
  CHECK_FALSE(sight.cpu.own);
  CHECK(sight.cpu.container == "b");  // that uses most
  CHECK(sight.memory.percent == 87.5);
  CHECK(sight.memory.limit == 1024 * mib);
  CHECK(sight.memory.container == "b");
}

TEST_CASE("a replica with a limit of its own is held against that alone") {
  Service service;
  service.add("a", 40, 30, 100, 64);
  service.add("b", 45, 62, 50, 64);
  const auto sight = service.sight();
  CHECK(sight.cpu.percent == 90.0);
  CHECK(sight.cpu.limit == 50.0);
  CHECK(sight.cpu.own);
  CHECK(sight.cpu.container == "b");
  CHECK(sight.memory.percent == 96.875);
  CHECK(sight.memory.own);
  // The rules on what is usual have the sums.
  CHECK(sight.cpu_percent == 85.0);
  CHECK(sight.memory_bytes == 92 * mib);
}

TEST_CASE("of replicas with and without a limit, what is nearer to it counts") {
  Service service;
  service.add("own", 30, 32, 100, 64);
  service.add("a", 100, 100);
  service.add("b", 100, 100);
  auto sight = service.sight();
  CHECK(sight.cpu.percent == 50.0);  // of the host's; what has a limit is no part of it
  CHECK_FALSE(sight.cpu.own);
  CHECK(sight.memory.percent == 50.0);
  CHECK(sight.memory.own);
  CHECK(sight.memory.container == "own");
  SECTION("with `of: host`, all of them together are") {
    service.settings.cpu.of = service.settings.memory.of = LimitOf::host;
    sight = service.sight();
    CHECK(sight.cpu.percent == 57.5);
    CHECK(sight.memory.percent == 100 * 232 / 1024.0);
    CHECK_FALSE(sight.memory.own);
    CHECK(sight.memory.container == "a");
  }
}

TEST_CASE("what is not known of a replica, or of the host, is no use of anything") {
  Service service;
  service.add("new", {}, {});
  CHECK_FALSE(service.sight().cpu.percent);
  CHECK(service.sight().cpu.limit == 400.0);
  service.add("a", 200, 256);
  CHECK(service.sight().cpu.percent == 50.0);
  CHECK(service.sight().cpu.container == "a");
  service.add("starts", {}, {}, 50, 64);
  CHECK(service.sight().cpu.percent == 50.0);
  CHECK_FALSE(service.sight().cpu.own);
  const auto blind = sight_of({&service.replicas[1]}, service.settings, {});
  CHECK_FALSE(blind.cpu.percent);
  CHECK(blind.cpu.limit == 0.0);
  CHECK_FALSE(sight_of({}, service.settings, host).memory.percent);
}
