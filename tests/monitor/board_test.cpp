#include "monitor/board.hpp"

#include "monitor/looks.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::Instant start{core::WallTime{1'000'000'000ms}, core::MonoTime{500'000ms}};
constexpr std::uint64_t second = 1'000'000'000;

Looks looks_of(std::vector<Taken> taken) {
  Looks looks;
  looks.taken = std::move(taken);
  return looks;
}

}  // namespace

TEST_CASE("a service is the sum of its containers") {
  const std::vector<Running> all = {running("shop", "web", "a"), running("shop", "web", "b"),
                                    running("shop", "db", "c")};
  Board board;
  board.take(all,
             looks_of({taken("a", start.mono, 0, 100), taken("b", start.mono, 0, 200),
                       taken("c", start.mono, 0, 1'000)}),
             start);
  CHECK_FALSE(board.service("shop", "web")->sample.cpu_percent);
  CHECK(board.service("shop", "web")->sample.memory_bytes == 300);

  const auto later = start + 10s;
  board.take(all,
             looks_of({taken("a", later.mono, 5 * second, 110), taken("b", later.mono, second, 220),
                       taken("c", later.mono, 0, 1'000)}),
             later);
  CHECK(board.service("shop", "web")->sample.cpu_percent == Approx(60.0));
  CHECK(board.service("shop", "web")->sample.memory_bytes == 330);
  CHECK(board.service("shop", "web")->at == later.wall);
  CHECK(board.service("shop", "db")->sample.cpu_percent == Approx(0.0));
  CHECK(board.containers().size() == 3);
}

TEST_CASE("a service has the containers that were seen at the last look") {
  const std::vector<Running> all = {running("shop", "web", "a"), running("shop", "db", "b"),
                                    running("shop", "web", "c")};
  Board board;
  const auto replicas_of = [&](std::vector<Taken> taken, core::Instant now) {
    board.take(all, looks_of(std::move(taken)), now);
    const auto& services = board.services();
    std::vector<model::ContainerId> ids;
    if (const auto web = services.find({"shop", "web"}); web != services.end())
      for (const auto* each : web->second.containers) ids.push_back(each->container.id);
    return ids;
  };
  const auto seen = [](const char* id) { return taken(id, start.mono, 0, 100); };
  CHECK(replicas_of({seen("a"), seen("b"), seen("c")}, start) ==
        std::vector<std::string>{"a", "c"});
  CHECK(replicas_of({seen("b"), seen("c")}, start + 5s) == std::vector<std::string>{"c"});
  CHECK(replicas_of({seen("b")}, start + 10s).empty());
  CHECK(board.services().size() == 1);
}

TEST_CASE("a service has a limit where all its containers have one") {
  model::Sample limited, free;
  limited.memory_limit_bytes = 100;
  limited.cpu_limit_percent = 50;
  CHECK(sum_of({&limited, &limited}).memory_limit_bytes == 200);
  CHECK(sum_of({&limited, &limited}).cpu_limit_percent == 100.0);
  CHECK_FALSE(sum_of({&limited, &free}).memory_limit_bytes);
  CHECK_FALSE(sum_of({&limited, &free}).cpu_limit_percent);
}

TEST_CASE("the cores that a container may run on are a limit of its CPU, and so is its quota") {
  const auto limit_of = [](int cpus, std::optional<std::uint64_t> quota_us, double told = 0) {
    std::vector<Running> all = {running("shop", "web", "a")};
    all.front().cpus = cpus;
    all.front().quota = told;
    auto seen = taken("a", start.mono, 0, 100);
    seen.look.usage.cpu_quota_us = quota_us;
    if (quota_us) seen.look.usage.cpu_period_us = 100'000;
    Board board;
    board.take(all, looks_of({seen}), start);
    return board.service("shop", "web")->sample.cpu_limit_percent;
  };
  CHECK_FALSE(limit_of(0, {}));
  CHECK(limit_of(1, {}) == 100.0);
  CHECK(limit_of(2, 50'000) == 50.0);
  CHECK(limit_of(1, 150'000) == 100.0);
  // What the engine was told counts where the kernel's files are not seen.
  CHECK(limit_of(0, {}, 0.2) == 20.0);
  CHECK(limit_of(1, {}, 1.5) == 100.0);
  CHECK(limit_of(0, 50'000, 0.2) == 50.0);
}

TEST_CASE("a container that was started anew has no rate until it was looked at twice") {
  const std::vector<Running> all = {running("shop", "web", "a")};
  Board board;
  board.take(all, looks_of({taken("a", start.mono, 0, 100)}), start);
  const auto restarted = start + 5s;
  board.take(all, looks_of({taken("a", restarted.mono, 4 * second, 50, true)}), restarted);
  CHECK_FALSE(board.service("shop", "web")->sample.cpu_percent);
  CHECK(board.service("shop", "web")->sample.memory_bytes == 50);
  const auto next = restarted + 5s;
  board.take(all, looks_of({taken("a", next.mono, 5 * second, 50)}), next);
  CHECK(board.service("shop", "web")->sample.cpu_percent == Approx(20.0));
}

TEST_CASE("what was not seen is not known, and is compared with what it was when it is back") {
  const std::vector<Running> all = {running("shop", "web", "a")};
  Board board;
  board.take(all, looks_of({taken("a", start.mono, 0, 100)}), start);
  CHECK(board.unseen().empty());
  board.take(all, looks_of({}), start + 5s);
  CHECK_FALSE(board.service("shop", "web"));
  CHECK(board.containers().empty());
  CHECK(board.unseen().contains("a"));
  const auto back = start + 10s;
  board.take(all, looks_of({taken("a", back.mono, 5 * second, 100)}), back);
  CHECK(board.service("shop", "web")->sample.cpu_percent == Approx(50.0));
  CHECK(board.unseen().empty());
  // What did not run meanwhile is compared with nothing.
  board.take({}, looks_of({}), start + 15s);
  const auto again = start + 20s;
  board.take(all, looks_of({taken("a", again.mono, 6 * second, 100)}), again);
  CHECK_FALSE(board.service("shop", "web")->sample.cpu_percent);
}

TEST_CASE("what the engine counts is not compared across a start, however much it has counted") {
  std::vector<Running> all = {running("shop", "web", "a")};
  all.front().started_at = start.wall - 60s;
  Board board;
  const auto rate_at = [&](core::Instant now, core::Instant looked, std::uint64_t cpu_ns) {
    auto told = taken("a", looked.mono, cpu_ns, 100);
    told.by_engine = true;
    board.take(all, looks_of({told}), now);
    return board.service("shop", "web")->sample.cpu_percent;
  };
  CHECK_FALSE(rate_at(start, start, 0));
  CHECK(rate_at(start + 10s, start + 10s, second) == Approx(10.0));
  all.front().started_at = start.wall + 12s;
  CHECK_FALSE(rate_at(start + 15s, start + 10s, second));
  CHECK_FALSE(rate_at(start + 20s, start + 20s, 8 * second));
  CHECK(rate_at(start + 30s, start + 30s, 9 * second) == Approx(10.0));
}

TEST_CASE("who is looked at less often says the same in between") {
  const std::vector<Running> all = {running("shop", "web", "a")};
  Board board;
  board.take(all, looks_of({taken("a", start.mono, 0, 100)}), start);
  const auto asked = taken("a", start.mono + 10s, 5 * second, 100);
  board.take(all, looks_of({asked}), start + 10s);
  board.take(all, looks_of({asked}), start + 15s);
  CHECK(board.service("shop", "web")->sample.cpu_percent == Approx(50.0));
  CHECK(board.service("shop", "web")->at == (start + 10s).wall);
}

TEST_CASE("disks are told in the order of their mount points") {
  Board board;
  board.take_disks({{"/dev/b", "/var", "ext4"}, {"/dev/a", "/", "ext4"}});
  CHECK(board.disks().front().mount_point == "/");
}
