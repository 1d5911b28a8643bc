#include "monitor/cgroup_reader.hpp"

#include "monitor/container_tree.hpp"
#include "monitor/paused_child.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>

using namespace monitor;

namespace {

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

core::Result<CgroupReader> opened(const ContainerTree& tree, const CgroupPlace& place) {
  return CgroupReader::open(place, ContainerTree::pid, tree.options);
}

void expect_all_counters(const Usage& usage) {
  CHECK(usage.cpu_ns.value_or(0) / 1'000'000 == 725);
  CHECK(usage.cpu_periods == 39);
  CHECK(usage.cpu_throttled_periods == 35);
  CHECK(usage.cpu_throttled_ns.value_or(0) / 1'000'000 == 2'696);
  CHECK(usage.memory_bytes == 6'733'824);
  CHECK(usage.memory_inactive_file_bytes);
  CHECK(usage.memory_limit_bytes == 67'108'864);
  CHECK(usage.oom_kills == 1);
  CHECK(usage.pids == 2);
  CHECK(usage.network_received_bytes == 26'990);
  CHECK(usage.network_sent_bytes == 33'540);
  CHECK(usage.block_read_bytes.value_or(0) >= 10'489'856);
  CHECK(usage.block_written_bytes == 6'291'456);
}

}  // namespace

TEST_CASE("a reader tells all counters, under version 1 and under version 2") {
  const ContainerTree tree;
  for (const auto& place : {tree.version_1(), tree.version_2()}) {
    auto reader = opened(tree, place);
    REQUIRE(reader);
    const auto usage = reader->read();
    REQUIRE(usage);
    expect_all_counters(*usage);
    CHECK(reader->count() <= CgroupReader::descriptors_max);
  }
}

TEST_CASE("a reader sees what the files say now") {
  const ContainerTree tree;
  auto reader = opened(tree, tree.version_1());
  REQUIRE(reader);
  REQUIRE(reader->read());
  tree.write("cpu,cpuacct/cpuacct.usage", "900\n");
  tree.write("pids/pids.current", "30\n");
  const auto usage = reader->read();
  REQUIRE(usage);
  CHECK(usage->cpu_ns == 900);
  CHECK(usage->pids == 30);
}

TEST_CASE("what is slow is read every k-th time, and stands in between") {
  ContainerTree tree;
  tree.options.seldom_every = 3;
  auto reader = opened(tree, tree.version_1());
  REQUIRE(reader);
  CHECK(reader->read()->memory_inactive_file_bytes == 8'192);
  tree.write("memory/memory.stat", "cache 0\ntotal_inactive_file 777\n");
  tree.write("memory/memory.limit_in_bytes", "5000\n");
  tree.write("memory/memory.usage_in_bytes", "6800000\n");
  for (int i = 0; i < 2; ++i) {
    const auto usage = reader->read();
    CHECK(usage->memory_bytes == 6'800'000);
    CHECK(usage->memory_inactive_file_bytes == 8'192);
    CHECK(usage->memory_limit_bytes == 67'108'864);
  }
  const auto usage = reader->read();
  CHECK(usage->memory_inactive_file_bytes == 777);
  CHECK(usage->memory_limit_bytes == 5'000);
}

TEST_CASE("what of the memory can be taken back is read anew whenever the memory has moved") {
  ContainerTree tree;
  tree.options.seldom_every = 10;
  auto reader = opened(tree, tree.version_1());
  REQUIRE(reader);
  REQUIRE(reader->read());
  // A file of 150 MB is written, and then removed.
  tree.write("memory/memory.usage_in_bytes", "163733824\n");
  tree.write("memory/memory.stat", "cache 0\ntotal_inactive_file 157000000\n");
  CHECK(reader->read()->memory_inactive_file_bytes == 157'000'000);
  tree.write("memory/memory.usage_in_bytes", "6733824\n");
  tree.write("memory/memory.stat", "cache 0\ntotal_inactive_file 0\n");
  CHECK(reader->read()->memory_inactive_file_bytes == 0);
}

TEST_CASE("a limit beyond the host's memory is none, at every read") {
  ContainerTree tree;
  tree.options.host_memory_bytes = 10'000;
  tree.options.seldom_every = 2;
  auto reader = opened(tree, tree.version_2());
  REQUIRE(reader);
  for (int i = 0; i < 4; ++i) CHECK_FALSE(reader->read()->memory_limit_bytes);
}

TEST_CASE("a counter whose file is not there is not known, and the others are") {
  const ContainerTree tree;
  const auto place = tree.version_2();
  for (const auto* name : {"memory.current", "memory.events", "io.stat"}) {
    tree.remove(std::string("unified/") + name);
  }
  auto reader = opened(tree, place);
  REQUIRE(reader);
  const auto usage = reader->read();
  REQUIRE(usage);
  CHECK_FALSE(usage->memory_bytes);
  CHECK_FALSE(usage->oom_kills);
  CHECK_FALSE(usage->block_read_bytes);
  CHECK(usage->pids == 2);
}

TEST_CASE("an older kernel's file is read where the newer one is missing") {
  const ContainerTree tree;
  const auto place = tree.version_1();
  tree.remove("blkio/blkio.throttle.io_service_bytes_recursive");
  tree.write("blkio/blkio.throttle.io_service_bytes", "8:0 Read 5\n8:0 Write 6\nTotal 11\n");
  CHECK(opened(tree, place)->read()->block_written_bytes == 6);
}

TEST_CASE("in a hybrid both versions add to the same usage") {
  const ContainerTree tree;
  auto place = tree.version_1();
  place.v2 = tree.version_2().v2;
  place.v1[static_cast<std::size_t>(Controller::pids)].clear();
  place.v1[static_cast<std::size_t>(Controller::blkio)].clear();
  tree.write("unified/pids.current", "77\n");
  tree.write("unified/memory.current", "1\n");
  auto reader = opened(tree, place);
  REQUIRE(reader);
  const auto usage = reader->read();
  CHECK(usage->pids == 77);
  CHECK(usage->block_read_bytes == 10'493'952);
  CHECK(usage->memory_bytes == 6'733'824);
  CHECK(reader->count() == 11);
}

TEST_CASE("a container in the host's network has no counters of its own") {
  const ContainerTree tree;
  const auto place = tree.version_1();
  tree.network_of("42", "net:[4026531840]");
  CHECK_FALSE(opened(tree, place)->read()->network_sent_bytes);
  // Where process 1 is out of reach the agent's own network stands for the host's.
  tree.remove("proc/1");
  tree.network_of("self", "net:[4026531840]");
  CHECK_FALSE(opened(tree, place)->read()->network_sent_bytes);
  tree.network_of("42", "net:[4026532502]");
  CHECK(opened(tree, place)->read()->network_sent_bytes);
  // And what cannot be told apart is not counted.
  tree.remove("proc/42/ns");
  CHECK_FALSE(opened(tree, place)->read()->network_sent_bytes);
}

TEST_CASE("a container that has ended is told apart from one that cannot be read") {
  const ContainerTree tree;
  const auto place = tree.version_1();
  for (const auto* folder : {"cpu,cpuacct", "memory", "pids", "blkio"}) tree.remove(folder);
  const auto gone = opened(tree, place);
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == core::Errc::not_found);

  const ContainerTree broken;
  const auto other = broken.version_1();
  broken.remove("pids/pids.current");
  std::filesystem::create_directory(broken.at("pids/pids.current"));
  auto reader = opened(broken, other);
  REQUIRE(reader);
  const auto failed = reader->read();
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == core::Errc::io);
}

TEST_CASE("a file whose subject ends while it is open says that it is gone") {
  const ContainerTree tree;
  const auto place = tree.version_1();
  PausedChild child;
  tree.remove("cpu,cpuacct/cpuacct.usage");
  std::filesystem::create_symlink(child.file("status"), tree.at("cpu,cpuacct/cpuacct.usage"));
  auto reader = opened(tree, place);
  REQUIRE(reader);
  REQUIRE(reader->read());
  child.end();
  const auto gone = reader->read();
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == core::Errc::not_found);
}

TEST_CASE("a thousand containers leave no descriptor behind") {
  const ContainerTree tree;
  const auto place = tree.version_1();
  const auto before = open_descriptors();
  {
    auto reader = opened(tree, place);
    REQUIRE(reader);
    CHECK(open_descriptors() == before + reader->count());
    auto moved = std::move(*reader);
    CHECK(moved.read());
    moved = *opened(tree, place);
    CHECK(open_descriptors() == before + moved.count());
  }
  CHECK(open_descriptors() == before);
  for (int i = 0; i < 1'000; ++i) REQUIRE(opened(tree, place)->read());
  // Nor does an opening that fails half way.
  tree.remove("proc/42/net/dev");
  for (int i = 0; i < 100; ++i) REQUIRE_FALSE(opened(tree, place));
  CHECK(open_descriptors() == before);
}

TEST_CASE("without a descriptor left the error says so, and none is lost") {
  const ContainerTree tree;
  const auto place = tree.version_1();
  const auto before = open_descriptors();
  ::rlimit usual{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &usual) == 0);
  auto tight = usual;
  tight.rlim_cur = before + 3;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
  const auto reader = opened(tree, place);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &usual) == 0);
  REQUIRE_FALSE(reader);
  CHECK(reader.error().code == core::Errc::unavailable);
  CHECK(reader.error().what.find(tree.at("")) != std::string::npos);
  CHECK(open_descriptors() == before);
}

TEST_CASE("a place is looked up by the process, and an ended one is not found") {
  const ContainerTree tree;
  const std::string id = "a6030579b5e3e1153d65a74edd856cc07fbd392467994b14be4ee39afd311675";
  tree.write("proc/self/mountinfo", sample_text("place/v1_cgroupfs.mountinfo"));
  tree.write("proc/42/cgroup", sample_text("place/v1_cgroupfs.cgroup"));
  const auto mounts = read_cgroup_mounts(tree.at("proc"));
  REQUIRE(mounts);
  CHECK(mounts->size() == 10);
  const auto place = look_up_cgroup(42, id, *mounts, tree.at("proc"));
  REQUIRE(place);
  CHECK(place->of(Controller::pids) == "/sys/fs/cgroup/pids/docker/" + id);
  const auto ended = look_up_cgroup(43, id, *mounts, tree.at("proc"));
  REQUIRE_FALSE(ended);
  CHECK(ended.error().code == core::Errc::not_found);
}
