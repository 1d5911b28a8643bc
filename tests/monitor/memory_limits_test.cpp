// What the memory of a container is held against.
#include "monitor/memory_outlook.hpp"

#include "monitor/memory_stage.hpp"
#include "support/catch.hpp"

#include <chrono>

using Service = monitor_test::FillingService;
using monitor_test::mib;
using namespace monitor;
using namespace std::chrono_literals;

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

TEST_CASE("what the host has left is reached before a limit of which there is less") {
  Service service;
  auto& replica = service.replicas["1"];
  replica.limit = 2048 * mib;
  replica.a_minute = 2 * mib;
  service.available = 400 * mib;
  const auto leak = [&service](int minutes) {
    for (int minute = 0; minute < minutes; ++minute) {
      service.available -= 2 * mib;
      service.go(1);
    }
  };
  SECTION("it is what is held against") {
    leak(75);
    REQUIRE(service.notes.size() == 1);
    const auto& change = service.notes.front().change;
    CHECK(change.of_host);
    CHECK(change.limit == Approx(420 * mib).epsilon(0.02));
    const auto real = std::chrono::duration<double, std::ratio<60>>(service.available / (2 * mib));
    const auto left = change.expected - service.clock.now().mono;
    CHECK(std::chrono::duration<double>(left) / real == Approx(1).epsilon(0.25));
  }
  SECTION("but for one that may be on another host") {
    service.by_engine = true;
    leak(75);
    CHECK(service.notes.empty());
  }
  SECTION("its own limit is, where that is nearer") {
    replica.limit = 200 * mib;
    leak(75);
    REQUIRE(service.notes.size() == 1);
    CHECK_FALSE(service.notes.front().change.of_host);
    CHECK(service.notes.front().change.limit == 200 * mib);
  }
}
