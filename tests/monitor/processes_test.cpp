#include "monitor/processes.hpp"

#include "monitor/container_tree.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::MonoTime start{1'000'000ms};

std::string stat_of(const std::string& pid, const std::string& name, int utime, int rss) {
  return pid + " (" + name + ") S 1 5 5 0 -1 4194560 100 0 0 0 " + std::to_string(utime) +
         " 10 0 0 20 0 1 0 3600 1630208 " + std::to_string(rss) + " 18446744073709551615 0 0\n";
}

}  // namespace

TEST_CASE("a process is told by its stat, whatever its name") {
  CHECK(parse_process(stat_of("42", "nginx", 90, 10), 4096) == Process{42, "nginx", 100, 40960});
  CHECK(parse_process(stat_of("42", "a) R (b", 90, 10), 4096)->name == "a) R (b");
  CHECK_FALSE(parse_process("", 4096));
  CHECK_FALSE(parse_process("42 (nginx) S 1 2", 4096));
  CHECK_FALSE(parse_process("42 nginx S", 4096));
}

TEST_CASE("the processes that use most come first") {
  const ProcessLook before{start, {{1, "a", 100, 50}, {2, "b", 100, 70}, {3, "c", 100, 60}}};
  const ProcessLook now{
      start + 10s, {{1, "a", 1'100, 50}, {2, "b", 100, 70}, {3, "c", 600, 60}, {4, "d", 9, 80}}};
  const auto busy = top_of(before, now, TopBy::cpu, 100);
  REQUIRE(busy.size() == 2);
  CHECK(busy[0].name == "a");
  CHECK(busy[0].cpu_percent == 100.0);
  CHECK(busy[1].cpu_percent == 50.0);
  const auto large = top_of(before, now, TopBy::memory, 100);
  REQUIRE(large.size() == 3);
  CHECK(large[0].name == "d");
  CHECK_FALSE(large[0].cpu_percent);
  CHECK(top_of(std::nullopt, now, TopBy::cpu, 100).empty());
}

TEST_CASE("the processes of a control group are read, and those that ended are left out") {
  const ContainerTree tree;
  const auto place = tree.version_2();
  tree.write("unified/cgroup.procs", "7\n8\n");
  tree.write("proc/7/stat", stat_of("7", "sleep", 1, 2));
  const auto processes = read_processes(processes_folder(place), tree.at("proc"));
  REQUIRE(processes);
  REQUIRE(processes->size() == 1);
  CHECK(processes->front().name == "sleep");
}

TEST_CASE("the processes in groups that a container made beneath its own are its own, too") {
  const ContainerTree tree;
  const auto place = tree.version_2();
  tree.write("unified/cgroup.procs", "");
  tree.write("unified/init/cgroup.procs", "7\n");
  tree.write("unified/system.slice/cgroup.procs", "");
  tree.write("unified/system.slice/web.service/cgroup.procs", "8\n");
  tree.write("proc/7/stat", stat_of("7", "dockerd", 1, 2));
  tree.write("proc/8/stat", stat_of("8", "nginx", 1, 2));
  const auto read = [&] {
    std::vector<std::string> names;
    for (const auto& each : *read_processes(processes_folder(place), tree.at("proc")))
      names.push_back(each.name);
    std::sort(names.begin(), names.end());
    return names;
  };
  CHECK(read() == std::vector<std::string>{"dockerd", "nginx"});
  // However many they are, and however deep.
  std::string many, deep = "unified/init";
  for (int pid = 1000; pid < 1400; ++pid) {
    const auto number = std::to_string(pid);
    many += number + "\n";
    tree.write("proc/" + number + "/stat", stat_of(number, "worker", 1, 2));
  }
  for (int depth = 0; depth < 20; ++depth) {
    deep += "/deeper";
    tree.write(deep + "/cgroup.procs", depth == 19 ? many : "");
  }
  CHECK(read().size() == 2);
  tree.write("unified/more/cgroup.procs", many);
  CHECK(read().size() <= processes_max);
  CHECK(read().size() > processes_max - 2);
}
