#include "monitor/disk_watch.hpp"

#include "monitor/event_codec.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t gib = std::uint64_t{1} << 30;

DiskUsage disk(double percent, std::uint64_t total = 100 * gib) {
  DiskUsage out{"/dev/sda1", "/var", "ext4"};
  out.bytes_total = total;
  out.bytes_free = out.bytes_available =
      static_cast<std::uint64_t>(static_cast<double>(total) * (100 - percent) / 100);
  return out;
}

struct Watched {
  DiskWatch watch;
  DiskSettings settings;
  std::vector<DiskChange> at(double percent, std::uint64_t total = 100 * gib) {
    return watch.look({disk(percent, total)}, settings);
  }
};

}  // namespace

TEST_CASE("a disk that fills up is told of once at each level, and once when it is well again") {
  Watched watched;
  CHECK(watched.at(80).empty());
  REQUIRE(watched.at(91).size() == 1);
  CHECK(watched.at(92).empty());
  const auto critical = watched.at(99);
  REQUIRE(critical.size() == 1);
  CHECK(critical.front().before == DiskLevel::warn);
  CHECK(critical.front().now == DiskLevel::critical);
  CHECK(watched.at(98.5).empty());
  const auto better = watched.at(94);
  REQUIRE(better.size() == 1);
  CHECK(better.front().now == DiskLevel::warn);
  REQUIRE(watched.at(50).size() == 1);
  CHECK(watched.at(50).empty());
}

TEST_CASE("a disk that stays about its limit is not told of again and again") {
  Watched watched;
  CHECK(watched.at(90.1).size() == 1);
  for (const double percent : {89.9, 90.1, 88.0, 90.5, 87.5}) CHECK(watched.at(percent).empty());
  CHECK(watched.at(86.9).size() == 1);
}

TEST_CASE("a large disk that has much left is never critical") {
  Watched watched;
  REQUIRE(watched.at(97, 10'000 * gib).size() == 1);
  CHECK(watched.at(99, 10'000 * gib).empty());
}

TEST_CASE("inodes run out by themselves") {
  DiskWatch watch;
  auto small_files = disk(20);
  small_files.inodes_total = 1'000;
  small_files.inodes_free = 50;
  const auto changes = watch.look({small_files}, {});
  REQUIRE(changes.size() == 1);
  CHECK(changes.front().inodes);
  const auto event = disk_event(changes.front(), {});
  CHECK(event.message ==
        "the disk at /var (/dev/sda1) runs out of inodes: 95 % of them are used (many small "
        "files; `df -i` shows it)");
}

TEST_CASE("what is mounted read-only is as full as it was made") {
  DiskWatch watch;
  auto image = disk(100);
  image.read_only = true;
  CHECK(watch.look({image}, {}).empty());
}

TEST_CASE(
    "a full disk that does not answer for a moment, or turns read-only, is no better by that") {
  Watched watched;
  CHECK(watched.at(93).size() == 1);
  CHECK(watched.watch.look({}, watched.settings).empty());
  CHECK(watched.at(93).empty());
  auto locked = disk(93);
  locked.read_only = true;
  CHECK(watched.watch.look({locked}, watched.settings).empty());
  CHECK(watched.at(50).size() == 1);
}

TEST_CASE("what resolves a disk that was critical is critical, however it became better") {
  Watched watched;
  CHECK(watched.at(99).size() == 1);
  CHECK(disk_event(watched.at(94).front(), {}).severity == model::Severity::warning);
  const auto over = disk_event(watched.at(50).front(), {});
  CHECK(over.type == "check.recovered");
  CHECK(over.severity == model::Severity::critical);
}

TEST_CASE("a mount point of any bytes is told of") {
  DiskWatch watch;
  auto odd = disk(93);
  odd.mount_point = "/media/\xff";
  CHECK_FALSE(disk_event(watch.look({odd}, {}).front(), {}).data.empty());
}

TEST_CASE("a full disk that is unmounted is no trouble any more") {
  Watched watched;
  CHECK(watched.at(93).size() == 1);
  for (int look = 1; look < looks_until_gone; ++look)
    CHECK(watched.watch.look({}, watched.settings).empty());
  const auto changes = watched.watch.look({}, watched.settings);
  REQUIRE(changes.size() == 1);
  CHECK(changes.front().gone);
  CHECK(disk_event(changes.front(), {}).message ==
        "the disk at /var (/dev/sda1) is not seen any more: it is unmounted, excluded, or does not "
        "answer");
  CHECK(watched.watch.look({}, watched.settings).empty());
}

TEST_CASE("the event of a full disk says how full, and what resolves it has its severity") {
  Watched watched;
  const auto failed = disk_event(watched.at(92).front(), core::WallTime{1s});
  CHECK(failed.type == "check.failed");
  CHECK(failed.severity == model::Severity::warning);
  CHECK(failed.message == "the disk at /var (/dev/sda1) is 92 % full: 8 GiB left");
  CHECK(failed.alert == model::Alert{"check/disk:/var", true});
  const auto worse = disk_event(watched.at(99.5).front(), core::WallTime{2s});
  CHECK(worse.severity == model::Severity::critical);
  const auto over = disk_event(watched.at(40).front(), core::WallTime{3s});
  CHECK(over.type == "check.recovered");
  CHECK(over.severity == model::Severity::critical);
  CHECK(over.alert == model::Alert{"check/disk:/var", false});
}
