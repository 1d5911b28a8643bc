// Which memory is forecast, and which container makes the forecast of its service.
#include "monitor/memory_outlook.hpp"

#include "fakes/manual_clock.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <map>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr double mib = 1024 * 1024;
using Kind = ForecastChange::Kind;

struct Service {
  struct Replica {
    double memory = 20 * mib, files = 0, a_minute = 0;
    double leaks = 0;  // a minute, evenly
    std::optional<double> limit = 64 * mib;
    core::WallTime started = support::noon.wall;
  };

  fakes::ManualClock clock;
  MemoryOutlook outlook;
  ForecastRule rule;
  std::map<model::ContainerId, Replica> replicas;
  double available = 0;
  std::vector<MemoryNote> notes;

  void go(int minutes) {
    for (int minute = 0; minute < minutes; ++minute) go_a_minute();
  }
  void go_a_minute() {
    for (auto& [id, replica] : replicas) replica.memory += replica.a_minute;
    for (int look = 0; look < 12; ++look) {
      clock.advance(5s);
      for (auto& [id, replica] : replicas) replica.memory += replica.leaks / 12;
      const auto now = seen();
      outlook.take(pointers(now), clock.now().mono);
    }
    const auto now = seen();
    for (auto& note : outlook.look(pointers(now), available, rule, clock.now()))
      notes.push_back(std::move(note));
  }
  std::vector<ContainerNow> seen() const {
    std::vector<ContainerNow> now;
    for (const auto& [id, replica] : replicas) {
      ContainerNow each;
      each.container.id = id;
      each.container.name = "shop-web-" + id;
      each.container.started_at = replica.started;
      each.usage.memory_bytes = static_cast<std::uint64_t>(replica.memory + replica.files);
      each.usage.memory_active_file_bytes = static_cast<std::uint64_t>(replica.files);
      if (replica.limit)
        each.sample.memory_limit_bytes = static_cast<std::uint64_t>(*replica.limit);
      now.push_back(each);
    }
    return now;
  }
  static MemoryOutlook::Replicas pointers(const std::vector<ContainerNow>& now) {
    MemoryOutlook::Replicas pointers;
    for (const auto& each : now) pointers.push_back(&each);
    return pointers;
  }
  void start_anew(const model::ContainerId& id) {
    replicas[id].started = clock.now().wall;
    replicas[id].memory = 20 * mib;
  }
};

}  // namespace

TEST_CASE("page cache that grows towards the limit is not announced, a leak is") {
  Service service;
  auto& replica = service.replicas["1"];
  for (int minute = 0; minute < 90; ++minute) {
    replica.files += 0.4 * mib;
    service.go(1);
  }
  CHECK(service.notes.empty());
  replica.a_minute = 0.4 * mib;
  service.go(60);
  REQUIRE(service.notes.size() == 1);
  CHECK(service.notes.front().change.kind == Kind::started);
  CHECK(service.notes.front().container == "1");
  CHECK(service.notes.front().name.empty());
}

TEST_CASE("a replica that starts anew takes nothing back that is said of another") {
  Service service;
  service.replicas["1"].a_minute = 0.4 * mib;
  service.replicas["2"];
  service.go(60);
  REQUIRE(service.notes.size() == 1);
  CHECK(service.notes.front().name == "shop-web-1");
  service.start_anew("2");
  service.go(10);
  CHECK(service.notes.size() == 1);
  service.start_anew("1");
  service.go(10);
  REQUIRE(service.notes.size() == 2);
  CHECK(service.notes.back().change.kind == Kind::cleared);
  CHECK(service.notes.back().change.why == Withdrawal::started_anew);
}

TEST_CASE("a service is announced once, however many of its replicas leak") {
  Service service;
  service.replicas["1"].a_minute = 0.4 * mib;
  service.replicas["2"].a_minute = 0.38 * mib;
  service.go(70);
  CHECK(service.notes.size() == 1);
  service.replicas.erase("1");
  service.go(5);
  CHECK(service.notes.size() == 1);
  service.start_anew("2");
  service.go(5);
  CHECK(service.notes.size() == 2);
}

TEST_CASE("those without a limit share what the host has, by how fast they grow") {
  Service service;
  for (const char* id : {"1", "2"}) {
    service.replicas[id].limit.reset();
    service.replicas[id].a_minute = 0.5 * mib;
  }
  service.available = 300 * mib;
  for (int minute = 0; minute < 120 && service.notes.empty(); ++minute) {
    service.available -= mib;
    service.go(1);
  }
  REQUIRE(service.notes.size() == 1);
  const auto& change = service.notes.front().change;
  const auto left = change.expected - service.clock.now().mono;
  const auto real = std::chrono::duration<double, std::ratio<60>>(service.available / mib);
  CHECK(std::chrono::duration<double>(left) / real == Approx(1).epsilon(0.1));
}

TEST_CASE("a leak that fills its limit within ten minutes is announced minutes before") {
  Service service;
  service.replicas["1"].leaks = 4 * mib;
  service.go(7);
  CHECK(service.notes.empty());
  service.go(1);
  REQUIRE(service.notes.size() == 1);
  const auto left = service.notes.front().change.expected - service.clock.now().mono;
  CHECK(left > 2min);
  CHECK(left < 4min);
}

TEST_CASE("a container that takes another's place fills up to where that one stood unannounced") {
  Service service;
  service.replicas["1"].memory = 54 * mib;
  service.go(10);
  service.replicas.clear();
  service.replicas["2"].memory = 10 * mib;
  service.replicas["2"].started = service.clock.now().wall;
  service.replicas["2"].leaks = 5 * mib;
  service.go(8);
  CHECK(service.notes.empty());
  service.go(1);
  CHECK(service.notes.size() == 1);
}

TEST_CASE("a service that does not run any more is not expected to be full for long") {
  Service service;
  service.replicas["1"].a_minute = 0.4 * mib;
  service.go(60);
  REQUIRE(service.outlook.open());
  service.replicas.clear();
  service.go(14);
  CHECK(service.notes.size() == 1);
  service.go(3);
  REQUIRE(service.notes.size() == 2);
  CHECK(service.notes.back().change.why == Withdrawal::gone);
  CHECK_FALSE(service.outlook.open());
}
