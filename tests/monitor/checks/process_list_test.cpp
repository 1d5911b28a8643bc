#include "monitor/checks/process_list.hpp"

#include "monitor/checks/host_tools.hpp"
#include "support/catch.hpp"

#include <algorithm>

#include <unistd.h>

using namespace monitor;
using monitor_test::HostTools;

namespace {

constexpr ProcessDetail everything{true, true, true};

// A /proc with what proc(5) says of a process, and nothing else.
struct Proc : HostTools {
  void process(int pid, const std::string& name, const std::string& state,
               const std::string& command, int threads = 1) const {
    const auto folder = "proc/" + std::to_string(pid);
    std::filesystem::create_directories(dir.path() / folder);
    write(folder + "/stat", std::to_string(pid) + " (" + name + ") " + state +
                                " 7 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 " +
                                std::to_string(threads) + " 0 100 0 0 18446744073709551615\n");
    write(folder + "/cmdline", command);
    write(folder + "/cgroup", "0::/system.slice/docker-abc.scope\n");
  }
  std::vector<HostProcess> list() const { return list_processes(everything, at("proc")).value(); }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a process has its name, its program, its command line and its groups") {
  Proc proc;
  proc.process(42, "redis-server", "S", std::string("/usr/bin/redis-server\0--port\0001\0", 31));
  std::filesystem::create_symlink("/usr/bin/redis-check-rdb (deleted)", proc.at("proc/42/exe"));
  const auto all = proc.list();
  REQUIRE(all.size() == 1);
  CHECK(all[0].pid == 42);
  CHECK(all[0].parent == 7);
  CHECK_FALSE(all[0].zombie);
  CHECK(all[0].names == Names{"redis-server", "redis-server", "redis-check-rdb"});
  CHECK(all[0].command == "/usr/bin/redis-server --port 1");
  CHECK(all[0].group == "0::/system.slice/docker-abc.scope\n");
}

TEST_CASE("a program that writes a title of its own is known by what the title begins with") {
  Proc proc;
  proc.process(1, "nginx", "S", std::string("nginx: worker process\0\0\0\0", 25));
  proc.process(2, "backup", "S", std::string("backup: copying /data/nginx\0", 28));
  const auto all = proc.list();
  CHECK(all.at(0).names == Names{"nginx", "nginx"});
  CHECK(all.at(0).command == "nginx: worker process");
  CHECK(all.at(1).names == Names{"backup", "backup"});
}

TEST_CASE("a name may hold anything, and what is no process is left out") {
  Proc proc;
  proc.process(3, "a) R (b\n", "S", "");
  proc.process(2, "kworker/0:1", "I", "");
  std::filesystem::create_directories(proc.dir.path() / "proc/5");  // it ended meanwhile
  std::filesystem::create_directories(proc.dir.path() / "proc/sys");
  proc.write("proc/6", "no folder");
  proc.process(9, "cut", "S", "");
  proc.write("proc/9/stat", "9 (cu");
  const auto all = proc.list();
  REQUIRE(all.size() == 2);
  CHECK(all[0].names == Names{"kworker/0:1"});
  CHECK(all[1].names == Names{"a) R (b\n"});
  CHECK(all[1].parent == 7);
}

TEST_CASE("a zombie is one that has no thread left") {
  Proc proc;
  proc.process(1, "dead", "Z", "", 1);
  proc.process(2, "headless", "Z", "", 4);  // its first thread has ended, others go on
  proc.process(3, "stopped", "T", "");
  const auto all = proc.list();
  CHECK(all.at(0).zombie);
  CHECK_FALSE(all.at(1).zombie);
  CHECK_FALSE(all.at(2).zombie);
}

TEST_CASE("a very long command line is cut") {
  Proc proc;
  proc.process(1, "java", "S", "/usr/bin/java" + std::string(100'000, 'x'));
  CHECK(proc.list().at(0).command.size() == command_bytes_max);
}

TEST_CASE("the processes of this machine are listed, this one among them") {
  const auto all = list_processes(everything);
  REQUIRE(all);
  const auto self = std::find_if(all->begin(), all->end(),
                                 [](const auto& each) { return each.pid == ::getpid(); });
  REQUIRE(self != all->end());
  CHECK(self->parent == ::getppid());
  CHECK(self->command.find("test_monitor") != std::string::npos);
  CHECK(std::is_sorted(all->begin(), all->end(),
                       [](const auto& one, const auto& other) { return one.pid < other.pid; }));
  CHECK_FALSE(list_processes(everything, "/none").has_value());
}
