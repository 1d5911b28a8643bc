#include "monitor/mounts.hpp"

#include "monitor/disks.hpp"
#include "monitor/sample_text.hpp"

#include "support/catch.hpp"

#include <cstdint>
#include <string>
#include <vector>

using namespace monitor;

namespace {

std::vector<std::string> points(const std::string& mountinfo,
                                const std::vector<std::string>& exclude = {"squashfs"},
                                const std::vector<std::string>& folders = {}) {
  std::vector<std::string> points;
  for (const auto& mount : disk_mounts(parse_mountinfo(mountinfo), exclude, folders)) {
    points.push_back(mount.source + " " + mount.point);
  }
  return points;
}

}  // namespace

TEST_CASE("a mount is read with and without optional fields, and its escapes undone") {
  const auto mounts = parse_mountinfo(
      "36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 shared:2 - ext3 /dev/root\\134x "
      "rw,errors=c\n"
      "37 35 0:5 / /plain ro - tmpfs none rw\n"
      "38 35 0:5 / /cut ro - tmp");
  REQUIRE(mounts.size() == 2);
  CHECK(mounts[0] ==
        Mount{"98:0", "/mnt1", "/mnt 2", "rw,noatime", "ext3", "/dev/root\\x", "rw,errors=c"});
  CHECK(mounts[1].type == "tmpfs");
}

TEST_CASE("lines that are no mounts are skipped") {
  CHECK(parse_mountinfo("\nnonsense\n1 2 3 4 5 6 7 8\n- - -\n\n").empty());
}

TEST_CASE("a word of a list is found whole") {
  CHECK(has_word("rw,cpu,cpuacct", "cpu"));
  CHECK(has_word("rw,cpu,cpuacct", "cpuacct"));
  CHECK_FALSE(has_word("rw,cpuacct", "cpu"));
  CHECK_FALSE(has_word("", "cpu"));
}

TEST_CASE("of the recorded mounts one is a disk") {
  CHECK(points(sample_text("place/v1_cgroupfs.mountinfo")) ==
        std::vector<std::string>{"/dev/vda /"});
}

TEST_CASE("a device is watched once, as a whole, at its shortest path") {
  CHECK(points("50 1 8:1 /lib/docker /d rw - ext4 /dev/sda1 rw\n"
               "51 1 8:1 / /mnt/again rw - ext4 /dev/sda1 rw\n"
               "52 1 8:1 / /var rw - ext4 /dev/sda1 rw\n"
               "53 1 8:2 /only/a/part /part rw - xfs /dev/sda2 rw\n") ==
        std::vector<std::string>{"/dev/sda2 /part", "/dev/sda1 /var"});
}

TEST_CASE("file systems without a device, and excluded types, are left out") {
  CHECK(points("1 0 0:21 / /proc rw - proc proc rw\n"
               "2 0 0:44 / /net rw - nfs4 nas:/export rw\n"
               "3 0 0:45 / /cloud rw - fuse.sshfs host: rw\n"
               "4 0 0:46 / /merged rw - overlay overlay rw\n"
               "5 0 7:3 / /snap/core rw - squashfs /dev/loop3 ro\n"
               "6 0 8:1 / / rw - ext4 /dev/sda1 rw\n") == std::vector<std::string>{"/dev/sda1 /"});
}

TEST_CASE("subvolumes of a pool are one disk, and datasets are looked at each by itself") {
  CHECK(points("1 0 0:31 /root / rw - btrfs /dev/sdb1 rw\n"
               "2 0 0:31 /home /home rw - btrfs /dev/sdb1 rw\n"
               "3 0 0:52 /snap /mnt/snap rw - btrfs /dev/sdb1 rw\n"
               "4 0 0:60 / /tank rw - zfs tank rw\n"
               "5 0 0:61 / /tank/data rw - zfs tank/data rw\n") ==
        std::vector<std::string>{"/dev/sdb1 /", "tank /tank", "tank/data /tank/data"});
}

TEST_CASE("what a folder is on is a disk, also without a device or of an excluded type") {
  const std::string mounts =
      "1 0 0:46 / / rw - overlay overlay rw\n"
      "2 0 8:1 / /var rw - ext4 /dev/sda1 rw\n"
      "3 0 0:44 / /var/lib/docker rw - nfs4 nas:/export rw\n"
      "4 0 0:50 / /var/lib/docker rw - tmpfs upper rw\n"
      "5 0 0:51 / /var/lib/dock rw - tmpfs other rw\n";
  using Points = std::vector<std::string>;
  CHECK(points(mounts, {"overlay"}) == Points{"/dev/sda1 /var"});
  CHECK(points(mounts, {"overlay"}, {"/opt/state"}) == Points{"overlay /", "/dev/sda1 /var"});
  CHECK(points(mounts, {"tmpfs"}, {"/var/lib/docker", "/var/lib/docker/x"}) ==
        Points{"/dev/sda1 /var", "upper /var/lib/docker"});
  CHECK(points(mounts, {}, {"/var/lib/docke", "/var"}) == Points{"/dev/sda1 /var"});
}

TEST_CASE("datasets that an engine makes, and snapshots, are no disks") {
  const std::string mounts =
      "1 0 0:60 / /tank rw - zfs tank rw\n"
      "2 0 0:61 / /var/lib/docker rw - zfs tank/docker rw\n"
      "3 0 0:62 / /var/lib/docker/zfs/graph/1f rw - zfs tank/docker/1f rw\n"
      "4 0 0:63 / /var/lib/docker/volumes/db/_data rw - zfs tank/db rw\n"
      "5 0 0:64 / /tank/.zfs/snapshot/monday ro - zfs tank@monday ro\n"
      "6 0 8:1 / /var/lib/docker/volumes/far rw - ext4 /dev/sda1 rw\n";
  CHECK(points(mounts, {}, {"/var/lib/evenkeel", "/var/lib/docker"}) ==
        std::vector<std::string>{"tank /tank", "tank/docker /var/lib/docker",
                                 "tank/db /var/lib/docker/volumes/db/_data",
                                 "/dev/sda1 /var/lib/docker/volumes/far"});
}

TEST_CASE("in a container a disk is where the agent's own folder is, and no file") {
  const std::string mounts =
      "1 0 8:1 /lib/docker/containers/1f/hosts /etc/hosts rw - ext4 /dev/sda1 rw\n"
      "2 0 8:1 /lib/docker/containers/1f/resolv.conf /etc/resolv.conf rw - ext4 /dev/sda1 rw\n"
      "3 0 8:1 /srv /srv rw - ext4 /dev/sda1 rw\n"
      "4 0 8:1 /lib/evenkeel /var/lib/evenkeel rw - ext4 /dev/sda1 rw\n"
      "5 0 8:2 /one/file /data.img rw - ext4 /dev/sda2 rw\n";
  const auto found = [&](const std::vector<std::string>& folders) {
    std::vector<std::string> points;
    const auto is_folder = [](const std::string& path) {
      return !path.starts_with("/etc/") && path != "/data.img";
    };
    for (const auto& mount : disk_mounts(parse_mountinfo(mounts), {}, folders, is_folder))
      points.push_back(mount.point);
    return points;
  };
  CHECK(found({}) == std::vector<std::string>{"/srv"});
  CHECK(found({"/var/lib/evenkeel"}) == std::vector<std::string>{"/var/lib/evenkeel"});
}

TEST_CASE("datasets that share what their pool has left are one disk, which uses what all do") {
  constexpr std::uint64_t gib = std::uint64_t{1} << 30;
  const auto dataset = [](const char* name, const char* point, std::uint64_t refers,
                          std::uint64_t available) {
    DiskUsage disk{name, point, "zfs"};
    disk.bytes_total = (refers + available) * gib;
    disk.bytes_free = disk.bytes_available = available * gib;
    return disk;
  };
  auto all = std::vector<DiskUsage>{
      dataset("tank/data", "/tank/data", 300, 100), dataset("tank", "/tank", 1, 100),
      dataset("tank/home", "/home/all", 599, 100), dataset("tank/small", "/small", 8, 2),
      dataset("other", "/other", 50, 100)};
  all[2].bytes_available -= gib / 4;  // written between two questions
  all[2].bytes_free = all[2].bytes_available;
  all[2].bytes_total -= gib / 4;
  all.push_back({"/dev/sda1", "/", "ext4", 10 * gib, 5 * gib, 5 * gib});
  all.front().read_only = true;
  const auto disks = as_disks(all);
  std::vector<std::string> points;
  for (const auto& disk : disks) points.push_back(disk.device + " " + disk.mount_point);
  REQUIRE(points == std::vector<std::string>{"/dev/sda1 /", "other /other", "tank/small /small",
                                             "tank /tank"});
  CHECK(disks[3].bytes_total - disks[3].bytes_free == 900 * gib);
  CHECK(disks[3].bytes_available == 100 * gib);
  CHECK_FALSE(disks[3].read_only);
  CHECK(disks[2].bytes_total == 10 * gib);
}
