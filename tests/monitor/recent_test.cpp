#include "monitor/recent.hpp"

#include "monitor/looks.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::MonoTime origin{1'000'000ms};
constexpr core::WallTime wall{1'700'000'040'000ms};

Board board_at(core::MonoTime at, std::uint64_t memory) {
  Board board;
  Looks looks;
  looks.taken = {taken("a", at, 0, memory)};
  board.take({running("shop", "web", "a")}, looks, {wall, at});
  return board;
}

const SeriesMinute* find(const std::vector<SeriesMinute>& all, const std::string& metric) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const SeriesMinute& one) { return one.metric == metric; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a minute of a service holds its least, mean, greatest and last values") {
  Recent recent({}, origin);
  for (int i = 0; i < 12; ++i) {
    const auto at = origin + i * 5s;
    recent.take(board_at(at, 1'000 + 100 * static_cast<std::uint64_t>(i)), at);
  }
  const auto minutes = recent.minutes(origin, wall);
  const auto* memory = find(minutes, "memory_bytes");
  REQUIRE(memory != nullptr);
  CHECK(memory->subject == "shop/web");
  CHECK(memory->minute.at == wall);
  CHECK(memory->minute.min == Approx(1'000).epsilon(0.001));
  CHECK(memory->minute.max == Approx(2'100).epsilon(0.001));
  CHECK(memory->minute.mean == Approx(1'550).epsilon(0.001));
  CHECK(memory->minute.last == Approx(2'100).epsilon(0.001));
  CHECK(find(minutes, "network_sent_rate") == nullptr);
}

TEST_CASE("who did not run has no minute") {
  Recent recent({}, origin);
  recent.take(board_at(origin, 1'000), origin);
  CHECK_FALSE(recent.minutes(origin, wall).empty());
  CHECK(recent.minutes(origin + 60s, wall + 60s).empty());
}

TEST_CASE("a service that is gone for longer than raw values are kept is forgotten") {
  Recent recent({5'000ms, 600s}, origin);
  recent.take(board_at(origin, 1'000), origin);
  const auto bytes = recent.bytes();
  CHECK(recent.knows("shop/web"));
  recent.take(Board{}, origin + 500s);
  CHECK(recent.knows("shop/web"));
  recent.take(Board{}, origin + 700s);
  CHECK_FALSE(recent.knows("shop/web"));
  CHECK(recent.bytes() < bytes);
}

TEST_CASE("a disk is a subject of its own") {
  Recent recent({}, origin);
  DiskUsage disk{"/dev/sda1", "/var", "ext4", 1'000, 300, 300};
  recent.take_disks({disk}, origin);
  const auto buckets = recent.roll_up("disk:/var", *find_metric(SubjectKind::disk, "used_percent"),
                                      origin, origin + 60s, 60s);
  REQUIRE(buckets.size() == 1);
  CHECK(buckets.front().last == Approx(70.0));
}
