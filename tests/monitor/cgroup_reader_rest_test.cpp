#include "monitor/cgroup_reader.hpp"

#include "monitor/container_tree.hpp"
#include "monitor/paused_child.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <string>
#include <utility>

using namespace monitor;

namespace {

// A container whose CPU's counter stands still, and which has been read twice since.
struct Resting {
  explicit Resting(unsigned seldom_every = 10) { tree.options.seldom_every = seldom_every; }
  CgroupReader under(const CgroupPlace& place) const {
    auto reader = std::move(*CgroupReader::open(place, ContainerTree::pid, tree.options));
    for (int i = 0; i < 2; ++i) REQUIRE(reader.read());
    CHECK_FALSE(reader.rests());
    return reader;
  }

  ContainerTree tree;
};

}  // namespace

TEST_CASE("a container that does nothing rests: only its CPU's counter is read") {
  const Resting resting;
  auto reader = resting.under(resting.tree.version_1());
  resting.tree.write("memory/memory.usage_in_bytes", "999\n");
  resting.tree.write("pids/pids.current", "30\n");
  CHECK(reader.read()->pids == 2);
  CHECK(reader.rests());

  const Resting newer;
  auto other = newer.under(newer.tree.version_2());
  newer.tree.write("unified/memory.current", "999\n");
  CHECK(other.read()->memory_bytes == 6'733'824);
  CHECK(other.rests());
}

TEST_CASE("what wakes is read whole at once") {
  const Resting resting;
  auto reader = resting.under(resting.tree.version_1());
  REQUIRE(reader.read());
  CHECK(reader.rests());
  resting.tree.write("memory/memory.usage_in_bytes", "999\n");
  resting.tree.write("cpu,cpuacct/cpuacct.usage", "900000000\n");
  const auto usage = reader.read();
  CHECK(usage->cpu_ns == 900'000'000);
  CHECK(usage->memory_bytes == 999);
  CHECK_FALSE(reader.rests());
  // And rests again only when it is seen to have changed nothing more.
  REQUIRE(reader.read());
  CHECK_FALSE(reader.rests());
  REQUIRE(reader.read());
  CHECK(reader.rests());
}

TEST_CASE("what changes at each look without the container's doing keeps it from resting") {
  ContainerTree tree;
  tree.options.seldom_every = 10;
  auto reader = CgroupReader::open(tree.version_2(), ContainerTree::pid, tree.options);
  REQUIRE(reader);
  for (const auto* written : {"1", "2", "3", "4"}) {
    tree.write("unified/io.stat", "8:0 rbytes=0 wbytes=" + std::string(written) + "\n");
    CHECK(reader->read()->block_written_bytes == std::stoull(written));
    CHECK_FALSE(reader->rests());
  }
}

TEST_CASE("what rests is read whole every k-th time, and rests no more where that found a change") {
  const Resting resting(4);
  auto reader = resting.under(resting.tree.version_2());
  REQUIRE(reader.read());
  CHECK(reader.rests());
  resting.tree.write("unified/io.stat", "8:0 rbytes=0 wbytes=5\n");
  CHECK(reader.read()->block_written_bytes == 6'291'456);
  CHECK(reader.read()->block_written_bytes == 5);
  CHECK_FALSE(reader.rests());
  resting.tree.write("unified/io.stat", "8:0 rbytes=0 wbytes=6\n");
  CHECK(reader.read()->block_written_bytes == 6);
  CHECK_FALSE(reader.rests());
}

TEST_CASE("where the CPU's counter is not told nothing rests") {
  ContainerTree tree;
  tree.options.seldom_every = 10;
  const auto place = tree.version_1();
  tree.remove("cpu,cpuacct/cpuacct.usage");
  auto reader = CgroupReader::open(place, ContainerTree::pid, tree.options);
  REQUIRE(reader);
  for (int i = 0; i < 5; ++i) {
    REQUIRE(reader->read());
    CHECK_FALSE(reader->rests());
  }
}

TEST_CASE("a container that ends while it rests is gone") {
  const Resting resting;
  const auto place = resting.tree.version_1();
  PausedChild child;
  resting.tree.remove("cpu,cpuacct/cpuacct.usage");
  std::filesystem::create_symlink(child.file("oom_score_adj"),
                                  resting.tree.at("cpu,cpuacct/cpuacct.usage"));
  auto reader = resting.under(place);
  REQUIRE(reader.read());
  CHECK(reader.rests());
  child.end();
  const auto gone = reader.read();
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == core::Errc::not_found);
}
