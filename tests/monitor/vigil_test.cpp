#include "monitor/vigil.hpp"

#include "monitor/vigil_stage.hpp"
#include "support/catch.hpp"

using namespace monitor_test;

TEST_CASE("a CPU that is busy for long is one spike, from its begin to its end") {
  Watched watched;
  watched.go(5min);
  watched.cpu = 97;
  watched.go(9min);
  CHECK(watched.events.all.empty());
  watched.go(10min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  const auto& started = watched.events.all.front();
  CHECK(started.severity == model::Severity::warning);
  CHECK(started.deployment == "shop");
  CHECK(started.service == "web");
  CHECK(started.container == "a");
  CHECK(started.alert == model::Alert{"spike/shop/web/cpu/threshold", true});
  CHECK(started.message == "shop/web: CPU at 97 % of its limit (100 % of a core) for 10m");
  REQUIRE(watched.vigil.spikes().size() == 1);
  CHECK(watched.vigil.spikes().front().peak == Approx(97).epsilon(0.01));

  watched.cpu = 5;
  watched.go(10min);
  CHECK(watched.events.types() == std::vector<std::string>{"spike.started", "spike.ended"});
  CHECK(watched.events.all.back().alert == model::Alert{"spike/shop/web/cpu/threshold", false});
  CHECK(watched.vigil.spikes().empty());
}

TEST_CASE("what reaches its level for the first time is known before the look that counts it") {
  Watched watched;
  watched.go(1min);
  const auto seen_at = [&](double memory) {
    watched.memory = memory;
    watched.clock.advance(5s);
    watched.take_look();
    const auto suspects = watched.vigil.suspects_to_be(watched.board);
    watched.vigil.look(watched.board, watched.recent);
    return suspects.contains("a");
  };
  CHECK_FALSE(seen_at(60 * mib));
  CHECK(seen_at(63 * mib));
  CHECK_FALSE(seen_at(63 * mib));  // it is one by now
  CHECK(watched.vigil.suspects().contains("a"));
}

TEST_CASE("what is unusual for a service is told as information, with what is usual") {
  Watched watched;
  watched.go(40min);
  watched.cpu = 60;
  watched.go(8min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  CHECK(watched.events.all.front().severity == model::Severity::info);
  CHECK(watched.events.all.front().message ==
        "shop/web: unusual CPU, 60 % of a core for 5m; usually it is 5 % of a core");
}

TEST_CASE("a spike that grows by a quarter of what was told is told of again, as no alert") {
  Watched watched({.spikes = {.cpu = {true, 50, 40, 1min}}});
  watched.cpu = 60;
  watched.go(5min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  watched.cpu = 70;
  watched.go(1min);
  CHECK(watched.events.all.size() == 1);
  watched.cpu = 80;
  watched.go(5min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started", "spike.updated"});
  const auto& grown = watched.events.all.back();
  CHECK(grown.message ==
        "shop/web: CPU spike grows, to 80 % of its limit (100 % of a core) after 5m55s");
  CHECK_FALSE(grown.alert);
  CHECK(grown.severity == model::Severity::warning);
  watched.cpu = 10;
  watched.go(5min);
  CHECK(watched.events.types().back() == "spike.ended");
  watched.cpu = 60;
  watched.go(5min);
  CHECK(watched.events.types().back() == "spike.started");
}

TEST_CASE("a spike of a service that is stopped ends with it") {
  Watched watched;
  watched.cpu = 97;
  watched.go(15min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  watched.runs = false;
  watched.go(5min);
  CHECK(watched.events.types() == std::vector<std::string>{"spike.started", "spike.ended"});
  CHECK(watched.events.all.back().message.find(
            " (peak 97 % of its limit (100 % of a core)): there are no values any more") !=
        std::string::npos);
  CHECK(watched.events.all.back().container == "a");
}

TEST_CASE("a service's own word goes before the configuration's, and a wrong one is told of once") {
  Watched watched;
  watched.policies.texts = {R"({"cpu": "off"})"};
  watched.cpu = 97;
  watched.go(15min);
  CHECK(watched.events.all.empty());
  watched.policies.texts = {R"({"cpu": {"above": "much"}})"};
  watched.go(15min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"config.refused", "spike.started"});
  CHECK(watched.events.all.front().message.find("shop/web: spikes.cpu.above: expected") == 0);
}

TEST_CASE("a disk that fills up is told of before it is full") {
  Watched watched;
  DiskUsage disk{"/dev/sda1", "/var", "ext4", 100'000'000'000, 60'000'000'000, 60'000'000'000};
  for (int minute = 0; minute < 90; ++minute) {
    disk.bytes_free -= 250'000'000;
    disk.bytes_available = disk.bytes_free;
    watched.clock.advance(1min);
    watched.recent.take_disks({disk}, watched.clock.now().mono);
    CHECK(watched.vigil.look_at_disks({disk}, watched.recent).empty());
  }
  REQUIRE(watched.events.types() == std::vector<std::string>{"forecast.limit_near"});
  CHECK(watched.events.all.front().alert == model::Alert{"forecast/disk:/var", true});
  // What was not looked for is not gone.
  CHECK(watched.vigil.look_at_disks({}, watched.recent, false).empty());
  CHECK(watched.events.all.size() == 1);
  // One that does not answer for two looks is not gone either.
  const auto miss = [&] { CHECK(watched.vigil.look_at_disks({}, watched.recent).empty()); };
  miss();
  miss();
  CHECK(watched.vigil.look_at_disks({disk}, watched.recent).empty());
  miss();
  miss();
  CHECK(watched.events.all.size() == 1);
  miss();
  CHECK(watched.events.types().back() == "forecast.cleared");
}
