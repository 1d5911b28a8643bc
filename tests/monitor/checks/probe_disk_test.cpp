#include "monitor/checks/probe_disk.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

#include <sys/statvfs.h>

using namespace monitor;
using monitor_test::HostTools;

namespace {

constexpr std::uint64_t gib = 1ULL << 30;

// 100 GiB, of which 5 are kept for root.
DiskUsage a_disk(std::uint64_t free_gib) {
  DiskUsage disk;
  disk.bytes_total = 100 * gib;
  disk.bytes_free = (free_gib + 5) * gib;
  disk.bytes_available = free_gib * gib;
  disk.inodes_total = 1000;
  disk.inodes_free = 50;
  return disk;
}

DiskProbe of(const std::string& path) {
  DiskProbe probe;
  probe.path = path;
  return probe;
}

}  // namespace

TEST_CASE("a disk is judged by what is used of it, as df counts, and by what is free") {
  auto used = of("/var"), free = of("/var"), inodes = of("/var");
  used.used_percent = 90;
  free.free_bytes = 10 * gib;
  inodes.inodes_percent = 94.9;
  auto no_inodes = a_disk(50), no_size = DiskUsage{};
  no_inodes.inodes_total = no_inodes.inodes_free = std::nullopt;
  struct Case {
    DiskProbe wanted;
    core::Result<DiskUsage> seen;
    Verdict verdict;
    std::string text;
  };
  const std::vector<Case> cases = {
      {used, a_disk(50), Verdict::passed, "the disk of /var is 47.4 % full, 50 GiB free"},
      {used, a_disk(9), Verdict::failed,
       "the disk of /var is 90.6 % full (9 GiB free); at most 90 % expected"},
      {free, a_disk(10), Verdict::passed, "the disk of /var is 89.5 % full, 10 GiB free"},
      {free, a_disk(9), Verdict::failed,
       "the disk of /var has 9 GiB free; at least 10 GiB expected"},
      {inodes, a_disk(50), Verdict::failed,
       "the disk of /var has 95 % of its inodes in use (many small files); at most 94.9 % "
       "expected"},
      {inodes, no_inodes, Verdict::passed, "the disk of /var is 47.4 % full, 50 GiB free"},
      {inodes, no_size, Verdict::passed, "the disk of /var has inodes left"},
      {used, no_size, Verdict::failed, "/var is on a file system that has no size"},
      {used, core::Error{core::Errc::not_found, "No such file or directory"}, Verdict::failed,
       "/var cannot be looked at: No such file or directory"},
  };
  for (const auto& each : cases) {
    const auto finding = judge_disk(each.wanted, each.seen);
    CHECK(finding.text == each.text);
    CHECK(finding.verdict == each.verdict);
  }
}

TEST_CASE("a limit is not passed by rounding") {
  auto wanted = of("/var");
  wanted.used_percent = 90;
  auto disk = a_disk(0);
  disk.bytes_total = disk.bytes_free = 1'000'000;
  disk.bytes_available = 99'999;
  disk.bytes_free = 99'999;
  CHECK(judge_disk(wanted, disk).text ==
        "the disk of /var is 90.1 % full (98 KiB free); at most 90 % expected");
  disk.bytes_free = disk.bytes_available = 100'000;
  CHECK(judge_disk(wanted, disk).verdict == Verdict::passed);
}

TEST_CASE("a real disk has the numbers of statvfs") {
  HostTools host;
  struct ::statvfs now {};
  REQUIRE(::statvfs(host.at("").c_str(), &now) == 0);
  const auto disk = look_at_disk(host.at(""));
  REQUIRE(disk);
  CHECK(disk->bytes_total == std::uint64_t{now.f_blocks} * now.f_frsize);
  CHECK(look_at_disk(host.at("none")).error().code == core::Errc::not_found);
  auto wanted = of(host.at(""));
  wanted.used_percent = 100;
  const auto probe = make_disk_probe(wanted, host.tools());
  CHECK(host.run(*probe).verdict == Verdict::passed);
}
