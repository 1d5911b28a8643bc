#include "cli/top/trail.hpp"

#include "support/catch.hpp"

#include <chrono>

using cli::Trace;
using cli::Trail;
using namespace std::chrono_literals;

namespace {

core::MonoTime at(core::Milliseconds passed) { return core::MonoTime{} + 1h + passed; }

std::vector<cli::TopRow> using_cpu(const std::vector<std::string>& services, double percent) {
  std::vector<cli::TopRow> out;
  for (const auto& service : services)
    out.push_back({"shop", service, "running", {percent, 1'000, {}}, 0});
  return out;
}

}  // namespace

TEST_CASE("what is seen within half a minute becomes one value, their mean") {
  Trail trail;
  trail.add(at(0s), 10);
  trail.add(at(2s), 20);
  trail.add(at(29s), {});
  CHECK(trail.newest(8) == Trace{15});
  trail.add(at(30s), 100);
  CHECK(trail.newest(8) == Trace{15, 100});
  CHECK(trail.newest(1) == Trace{100});
}

TEST_CASE("where nothing was seen there is a gap, as long as it took") {
  Trail trail;
  trail.add(at(0s), 10);
  trail.add(at(100s), 40);
  CHECK(trail.newest(8) == Trace{10, {}, {}, 40});
  trail.add(at(120s), 50);
  CHECK(trail.newest(8) == Trace{10, {}, {}, 40, 50});
}

TEST_CASE("a trail does not grow, neither with time nor with an absence of days") {
  Trail trail;
  for (int i = 0; i < 1'000; ++i) trail.add(at(i * 10s), i);
  CHECK(trail.newest(1'000).size() == Trail::cells_max);
  trail.add(at(240h), 1);
  const auto after = trail.newest(1'000);
  CHECK(after.size() == Trail::cells_max);
  CHECK(after.back() == 1.0);
  CHECK_FALSE(after.front());
  trail.prime(Trace(500, 3.0));
  CHECK(trail.newest(1'000).size() <= 2 * Trail::cells_max);
}

TEST_CASE("what the agent remembers comes before what was seen, and is not told twice") {
  Trail early;
  early.add(at(0s), 7);
  early.prime({1, 2, {}, 4});
  CHECK(early.newest(8) == Trace{1, 2, {}, 4, 7});
  CHECK(early.newest(3) == Trace{{}, 4, 7});

  Trail late;  // two cells have passed: the agent tells of them too
  late.add(at(0s), 7);
  late.add(at(30s), 8);
  late.add(at(60s), 9);
  late.prime({1, 2, 7, 8});
  CHECK(late.newest(8) == Trace{1, 2, 7, 8, 9});

  Trail short_of;
  short_of.add(at(0s), 7);
  short_of.add(at(90s), 9);
  short_of.prime({1});
  CHECK(short_of.newest(8) == Trace{7, {}, {}, 9});
}

TEST_CASE("what the agent tells in longer steps fills as many cells") {
  CHECK(cli::cells_of({1, {}, 3}, 30s) == Trace{1, {}, 3});
  CHECK(cli::cells_of({1, {}, 3}, 60s) == Trace{1, 1, {}, {}, 3, 3});
  CHECK(cli::cells_of({1, 2}, 45s) == Trace{1, 1, 2});
  CHECK(cli::cells_of({1, 2}, 0s) == Trace{1, 2});
  CHECK(cli::cells_of({}, 60s).empty());
  CHECK(cli::cells_of({1, 2}, 8760h).size() == 2 * Trail::cells_max);
}

TEST_CASE("a service that is no longer there is forgotten, and primed again when it comes back") {
  cli::TopHistory history;
  history.add(using_cpu({"web", "db"}, 1), at(0s));
  CHECK(history.needs_priming("shop/web"));
  history.prime("shop/web", {5, 6}, {});
  CHECK_FALSE(history.needs_priming("shop/web"));
  history.add(using_cpu({"web", "db"}, 3), at(2s));
  REQUIRE(history.of("shop/web") != nullptr);
  CHECK(history.of("shop/web")->cpu.newest(9) == Trace{5, 6, 2});
  CHECK(history.of("shop/web")->memory.newest(9) == Trace{1'000});
  history.add(using_cpu({"db"}, 3), at(4s));
  CHECK(history.of("shop/web") == nullptr);
  CHECK_FALSE(history.needs_priming("shop/web"));
  history.prime("shop/web", {1}, {1});
  CHECK(history.of("shop/web") == nullptr);
  history.add(using_cpu({"web", "db"}, 3), at(6s));
  CHECK(history.needs_priming("shop/web"));
}
