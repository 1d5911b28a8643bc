// What is told of memory: near its limit, on its way there, and run out.
#include "monitor/vigil.hpp"

#include "monitor/event_codec.hpp"
#include "monitor/vigil_stage.hpp"
#include "support/catch.hpp"

using namespace monitor_test;

TEST_CASE("memory near the limit is a spike that names the limit") {
  Watched watched;
  watched.go(1min);
  watched.memory = 62 * mib;
  watched.go(6min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  CHECK(watched.events.all.front().message ==
        "shop/web: memory at 97 % of its limit (64 MiB) for 5m");
}

TEST_CASE("page cache in use that fills the limit is no spike: it goes where room is needed") {
  Watched watched;
  watched.memory = 63 * mib;
  watched.page_cache = 40 * mib;
  watched.go(15min);
  CHECK(watched.events.all.empty());
  watched.page_cache = 1 * mib;
  watched.go(6min);
  CHECK(watched.events.types() == std::vector<std::string>{"spike.started"});
}

TEST_CASE("a leak is told of once before the limit, and taken back when the service starts anew") {
  Watched watched;
  for (int minute = 0; minute < 60; ++minute) {
    watched.memory += 0.3 * mib;
    watched.go(1min);
  }
  REQUIRE(watched.events.types() == std::vector<std::string>{"forecast.limit_near"});
  CHECK(watched.events.all.front().message.find("shop/web: memory grows by 18 MiB an hour and is "
                                                "expected to be at its limit (64 MiB) in ") == 0);
  watched.memory = 20 * mib;
  watched.started = watched.clock.now().wall;
  watched.go(2min);
  REQUIRE(watched.events.types() ==
          std::vector<std::string>{"forecast.limit_near", "forecast.cleared"});
  CHECK(watched.events.all.back().alert == model::Alert{"forecast/shop/web", false});
  CHECK(watched.events.all.front().data.find(R"("of":"limit")") != std::string::npos);
}

TEST_CASE("a leak is told of in time, also where single looks did not see the container") {
  Watched watched;
  for (int minute = 0; minute < 45; ++minute) {
    watched.memory += 0.4 * mib;
    watched.seen = minute % 15 != 14;
    watched.go(1min);
  }
  CHECK(watched.events.types() == std::vector<std::string>{"forecast.limit_near"});
}

TEST_CASE("a leak that will have all of the host's memory before its limit says so") {
  Watched watched;
  watched.limit = 2048 * mib;
  for (int minute = 0; minute < 60; ++minute) {
    watched.memory += 3 * mib;
    watched.available -= 3 * mib;
    watched.go(1min);
  }
  REQUIRE(watched.events.types() == std::vector<std::string>{"forecast.limit_near"});
  const auto& near = watched.events.all.front();
  CHECK(near.message.find(" and is expected to be at all that the host has for it (532 MiB) in ") !=
        std::string::npos);
  CHECK(near.data.find(R"("of":"host")") != std::string::npos);
  const auto recalled = recalled_of(watched.events.all, watched.clock.now());
  REQUIRE(recalled.forecasts.size() == 1);
  CHECK(recalled.forecasts.front().said.of_host);
  watched.memory = 20 * mib;
  watched.started = watched.clock.now().wall;
  watched.go(2min);
  CHECK(watched.events.all.back().message.find(
            " is not expected to be at all that the host has for it (") != std::string::npos);
}

TEST_CASE("what ends because memory ran out says so") {
  Watched watched;
  watched.memory = 63 * mib;
  watched.go(6min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  SECTION("a spike") {
    watched.vigil.note_out_of_memory("shop", "web", watched.clock.now().mono);
    watched.memory = 5 * mib;
    watched.go(3min);
    const auto& ended = watched.events.all.back();
    REQUIRE(ended.type == "spike.ended");
    CHECK(ended.message.find("of its limit (64 MiB)): it ran out of memory") != std::string::npos);
    CHECK(ended.data.find(R"("cause":"oom")") != std::string::npos);
  }
  SECTION("not what ran out long before") {
    watched.vigil.note_out_of_memory("shop", "web", watched.clock.now().mono);
    watched.go(5min);
    watched.memory = 5 * mib;
    watched.go(3min);
    CHECK(watched.events.all.back().message.find("it is low again") != std::string::npos);
    CHECK(watched.events.all.back().data.find("oom") == std::string::npos);
  }
}

TEST_CASE("a forecast that came true says so") {
  Watched watched;
  for (int look = 0; look < 8 * 12; ++look) {
    watched.memory += 5 * mib / 12;
    watched.go(5s);
  }
  REQUIRE(watched.events.types() == std::vector<std::string>{"forecast.limit_near"});
  const auto& message = watched.events.all.front().message;
  CHECK(message.find("shop/web: memory grows by 5 MiB a minute and is expected to be at its limit "
                     "(64 MiB) in ") == 0);
  watched.vigil.note_out_of_memory("shop", "web", watched.clock.now().mono);
  watched.memory = 5 * mib;
  watched.started = watched.clock.now().wall;
  watched.go(2min);
  REQUIRE(watched.events.all.size() == 2);
  CHECK(watched.events.all.back().message ==
        "shop/web: memory is not expected to be at its limit (64 MiB) any more: it ran out of "
        "memory");
}

TEST_CASE("what is told of memory that ran out names the limit and who used it") {
  model::Event event;
  event.message = "web ran out of memory";
  ContainerNow seen;
  seen.sample.memory_limit_bytes = std::uint64_t{64} << 20;
  seen.sample.memory_bytes = 60'000'000;
  TopProcess process;
  process.pid = 7;
  process.name = "eat";
  process.memory_bytes = 50'000'000;
  add_memory(event, &seen, {process});
  CHECK(event.message == "web ran out of memory, of which it may use 64 MiB");
  CHECK(
      event.data ==
      R"({"memory_limit_bytes":67108864,"memory_bytes":60000000,"processes":[{"pid":7,"name":"eat",)"
      R"("cpu_percent":null,"memory_bytes":50000000}]})");
  model::Event unseen;
  add_memory(unseen, nullptr, {});
  CHECK(unseen.data == R"({"memory_limit_bytes":null,"memory_bytes":null,"processes":[]})");
}
