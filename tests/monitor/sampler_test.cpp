#include "monitor/sampler.hpp"

#include "fakes/manual_clock.hpp"
#include "monitor/container_tree.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <iterator>

using namespace monitor;

namespace {

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

// A host with one container "c1", process 42, whose files are of version 2.
struct Host {
  Host() {
    (void)tree.version_2();
    std::filesystem::create_directories(tree.at("unified/docker"));
    std::filesystem::rename(tree.at("unified"), tree.at("cgroup"));
    std::filesystem::create_directories(tree.at("unified/docker"));
    std::filesystem::rename(tree.at("cgroup"), tree.at("unified/docker/c1"));
    tree.write("proc/42/cgroup", "0::/docker/c1\n");
    tree.write("proc/self/mountinfo",
               "30 20 0:26 / " + tree.at("unified") + " rw - cgroup2 cgroup2 rw\n");
    tree.write("proc/meminfo", "MemTotal:        2048 kB\nMemAvailable:    1024 kB\n");
  }
  Sampler sampler(std::size_t descriptors_max = 512) {
    SamplerOptions options;
    options.reader = tree.options;
    options.descriptors_max = descriptors_max;
    return {clock, options};
  }

  ContainerTree tree;
  fakes::ManualClock clock;
};

const std::vector<LookTarget> one = {{"c1", 42}};

}  // namespace

TEST_CASE("a container is found by its process and followed") {
  Host host;
  auto sampler = host.sampler();
  const auto first = sampler.look(one);
  REQUIRE(first.taken.size() == 1);
  CHECK(first.taken.front().anew);
  CHECK(first.taken.front().look.usage.memory_bytes == 6'733'824);
  CHECK(first.host->usage.memory.total_bytes == 2048 * 1024);
  const auto second = sampler.look(one);
  CHECK_FALSE(second.taken.front().anew);
  CHECK(second.descriptors == first.descriptors);
}

TEST_CASE("of a container that rests it is told how long ago it was read whole") {
  Host host;
  host.tree.options.seldom_every = 4;
  auto sampler = host.sampler();
  const auto rested = [&] {
    const auto looks = sampler.look(one);
    host.clock.advance(std::chrono::seconds(1));
    return std::chrono::duration_cast<std::chrono::seconds>(looks.taken.front().look.rested);
  };
  std::vector<long long> seconds;
  for (int i = 0; i < 6; ++i) seconds.push_back(rested().count());
  CHECK(seconds == std::vector<long long>{0, 0, 1, 2, 0, 1});
}

TEST_CASE("a limit that is set is seen at the next look") {
  Host host;
  host.tree.options.seldom_every = 10;
  auto sampler = host.sampler();
  auto targets = one;
  const auto limit = [&] {
    return sampler.look(targets).taken.front().look.usage.memory_limit_bytes;
  };
  const auto before = limit();
  (void)limit();
  host.tree.write("unified/docker/c1/memory.max", "1048576\n");
  CHECK(limit() == before);  // nobody told of it
  targets.front().touched_at = core::MonoTime{std::chrono::seconds(5)};
  CHECK(limit() == 1'048'576);
  host.tree.write("unified/docker/c1/memory.max", "524288\n");
  CHECK(limit() == 1'048'576);
  targets.front().touched_at = {};  // what was told is over
  CHECK(limit() == 1'048'576);
  targets.front().touched_at = core::MonoTime{std::chrono::seconds(9)};
  CHECK(limit() == 524'288);
}

TEST_CASE("a container whose process is not known, or another's, is missed") {
  Host host;
  auto sampler = host.sampler();
  CHECK(sampler.look({{"c1", 0}}).missed.size() == 1);
  CHECK(sampler.look({{"another", 42}}).missed.size() == 1);
  CHECK(sampler.look({{"c1", 43}}).missed.front().why.code == core::Errc::not_found);
}

TEST_CASE("descriptors are kept from look to look, and closed with the container") {
  Host host;
  const auto before = open_descriptors();
  {
    auto sampler = host.sampler();
    (void)sampler.look(one);
    const auto followed = open_descriptors();
    CHECK(followed > before);
    for (int i = 0; i < 3; ++i) (void)sampler.look(one);
    CHECK(open_descriptors() == followed);
    const auto gone = sampler.look({});
    CHECK(gone.descriptors == 0);
    CHECK(open_descriptors() < followed);
  }
  CHECK(open_descriptors() == before);
}

TEST_CASE("beyond the limit of descriptors a container is missed, and the text says what to do") {
  Host host;
  auto sampler = host.sampler(5);
  const auto looks = sampler.look(one);
  REQUIRE(looks.missed.size() == 1);
  CHECK(looks.missed.front().why.code == core::Errc::unavailable);
  CHECK(looks.missed.front().why.what.find("LimitNOFILE") != std::string::npos);
}
