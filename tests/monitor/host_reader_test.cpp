#include "monitor/host_reader.hpp"

#include "monitor/container_tree.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>

using namespace monitor;

namespace {

const std::vector<std::string> nothing;

}  // namespace

TEST_CASE("the host's counters are those of its files") {
  const ContainerTree tree;
  for (const auto* name : {"stat", "meminfo", "loadavg", "uptime"}) {
    tree.write(std::string("proc/") + name, sample_text(std::string("host/") + name));
  }
  for (const auto* name : {"cpu", "memory", "io"}) {
    tree.write(std::string("proc/pressure/") + name,
               sample_text(std::string("host/pressure.") + name));
  }
  const auto reader = HostReader::open(tree.at("proc"));
  REQUIRE(reader);
  CHECK(reader->count() == 7);
  const auto usage = reader->read();
  REQUIRE(usage);
  CHECK(usage->cpu->cores == 2);
  CHECK(usage->memory.total_bytes == 24731708ULL * 1024);
  CHECK(usage->load->fifteen == Approx(2.39));
  CHECK(usage->uptime_seconds == Approx(25772.58));
  CHECK(usage->cpu_pressure.some->total_us == 9'691'788'536);
  CHECK(usage->memory_pressure.some->total_us == 8'880);
  CHECK(usage->io_pressure.full->total_us == 47'093'514);
}

TEST_CASE("a kernel without pressure tells the rest") {
  const ContainerTree tree;
  tree.write("proc/stat", sample_text("host/stat"));
  const auto reader = HostReader::open(tree.at("proc"));
  REQUIRE(reader);
  const auto usage = reader->read();
  CHECK(usage->cpu);
  CHECK(usage->io_pressure == Pressure{});
  CHECK_FALSE(usage->load);
}

TEST_CASE("this host can be read, again and again, without descriptors left behind") {
  const auto count = [] {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
  };
  const auto before = count();
  for (int i = 0; i < 100; ++i) {
    const auto reader = HostReader::open();
    REQUIRE(reader);
    const auto first = reader->read();
    const auto second = reader->read();
    REQUIRE(second);
    REQUIRE(second->cpu->jiffies.total() >= first->cpu->jiffies.total());
    REQUIRE(second->memory.total_bytes > 0);
    REQUIRE(*second->uptime_seconds > 0);
  }
  CHECK(count() == before);
}

TEST_CASE("the size of a disk is that of the file system there") {
  const ContainerTree tree;
  const auto here = tree.at("proc");
  tree.write("proc/self/mountinfo",
             "1 0 8:1 / " + here +
                 " ro - ext4 /dev/sda1 rw\n2 0 8:2 / /nowhere rw - ext4 /dev/sda2 "
                 "rw\n3 0 8:3 / /proc rw - ext4 /dev/sda3 rw\n");
  const auto disks = read_disks(nothing, {}, here);
  REQUIRE(disks);
  // The second does not answer, the third has no size.
  REQUIRE(disks->size() == 1);
  const auto& disk = disks->front();
  const auto space = std::filesystem::space(here);
  CHECK(disk.device == "/dev/sda1");
  CHECK(disk.mount_point == here);
  CHECK(disk.type == "ext4");
  CHECK(disk.bytes_total == space.capacity);
  CHECK(disk.bytes_free >= disk.bytes_available);
  CHECK(disk.bytes_free <= disk.bytes_total);
  CHECK(disk.inodes_free <= disk.inodes_total);
}

TEST_CASE("a file that is mounted by itself does not give its disk a name") {
  const ContainerTree tree;
  const auto here = tree.at("proc");
  tree.write("proc/hosts", "");
  tree.write("proc/state/file", "");
  tree.write("proc/self/mountinfo", "1 0 8:1 /x/hosts " + here + "/hosts rw - ext4 /dev/sda1 rw\n" +
                                        "2 0 8:1 /x/state " + here +
                                        "/state rw - ext4 /dev/sda1 rw\n");
  const auto disks = read_disks(nothing, {}, here);
  REQUIRE(disks);
  REQUIRE(disks->size() == 1);
  CHECK(disks->front().mount_point == here + "/state");
}

TEST_CASE("what a folder is on is a disk, through links and whatever it is") {
  const ContainerTree tree;
  const auto here = tree.at("proc");
  tree.write("proc/self/mountinfo", "1 0 0:8 / " + here + " rw - overlay overlay rw\n");
  tree.write("proc/state/file", "");
  std::filesystem::create_directory_symlink(here + "/state", tree.at("link"));
  CHECK(read_disks({"overlay"}, {}, here)->empty());
  CHECK(read_disks({"overlay"}, {tree.at("nowhere")}, here)->empty());
  const auto disks = read_disks({"overlay"}, {tree.at("link")}, here);
  REQUIRE(disks);
  REQUIRE(disks->size() == 1);
  CHECK(disks->front().mount_point == here);
  CHECK(disks->front().type == "overlay");
}

TEST_CASE("the disks of this host are all different") {
  const auto disks = read_disks({"squashfs"});
  REQUIRE(disks);
  for (const auto& disk : *disks) {
    INFO(disk.device << " at " << disk.mount_point);
    CHECK(disk.bytes_total > 0);
    CHECK(std::count_if(disks->begin(), disks->end(), [&](const DiskUsage& other) {
            return other.mount_point == disk.mount_point;
          }) == 1);
  }
}
