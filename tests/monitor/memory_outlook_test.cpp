// Which memory is forecast, and which container makes the forecast of its service.
#include "monitor/memory_outlook.hpp"

#include "monitor/memory_stage.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <utility>

using Service = monitor_test::FillingService;
using monitor_test::mib;
using namespace monitor;
using namespace std::chrono_literals;

namespace {

using Kind = ForecastChange::Kind;

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

TEST_CASE("a replica that is there and was not seen for a while did not start anew") {
  Service service;
  service.replicas["1"].a_minute = 0.4 * mib;
  service.replicas["2"];
  service.go(60);
  REQUIRE(service.notes.size() == 1);
  service.unseen = {"1"};
  service.go(5);
  service.unseen.clear();
  service.go(60);
  CHECK(service.notes.size() == 1);
  service.replicas.erase("1");
  service.go(1);
  REQUIRE(service.notes.size() == 2);
  CHECK(service.notes.back().change.why == Withdrawal::started_anew);
}

TEST_CASE("what was learned of a container outlives looks that did not see it") {
  for (const bool there : {true, false}) {
    INFO(there);
    Service service;
    service.replicas["1"].a_minute = 0.4 * mib;
    service.go(28);
    CHECK(service.notes.empty());
    auto before = service.replicas;
    if (there)
      service.unseen = {"1"};
    else
      service.replicas.clear();  // of none is anything known
    service.go(2);
    service.unseen.clear();
    service.replicas = before;
    service.go(15);
    CHECK(service.notes.size() == 1);
  }
}

TEST_CASE("a start that nobody tells the time of is no other start") {
  Service service;
  auto& replica = service.replicas["1"];
  replica.a_minute = 0.4 * mib;
  const auto started = std::exchange(replica.started, {});
  service.go(20);
  replica.started = started;
  service.go(40);
  REQUIRE(service.notes.size() == 1);
  replica.started = {};
  service.go(2);
  replica.started = started;
  service.go(2);
  CHECK(service.notes.size() == 1);
}
