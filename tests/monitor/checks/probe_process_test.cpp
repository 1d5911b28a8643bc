#include "monitor/checks/probe_process.hpp"

#include "core/text.hpp"
#include "monitor/checks/host_tools.hpp"
#include "monitor/checks/process_family.hpp"
#include "support/catch.hpp"

#include <chrono>

#include <sys/stat.h>
#include <unistd.h>

using namespace monitor;
using monitor_test::HostTools;
using monitor_test::ProcessFamily;

namespace {

ProcessProbe named(const std::string& name, int min = 1, std::optional<int> max = std::nullopt) {
  ProcessProbe probe;
  probe.name = name;
  probe.count_min = min;
  probe.count_max = max;
  return probe;
}

ProcessProbe of_file(const std::string& path) {
  ProcessProbe probe;
  probe.pid_file = path;
  return probe;
}

std::string unique_name(const std::string& begin) { return begin + std::to_string(::getpid()); }

// Processes need a moment to be what they will be.
template <class Condition> bool comes_true(const Condition& condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < until)
    if (condition()) return true;
  return false;
}

ProcessCount count_named(const std::string& name) {
  const auto all = list_processes({true, false, false});
  return count_processes(all.value(), [&](const HostProcess& process) {
    return std::find(process.names.begin(), process.names.end(), name) != process.names.end();
  });
}

}  // namespace

TEST_CASE("processes are judged by how many live") {
  struct Case {
    ProcessProbe wanted;
    ProcessCount count;
    Verdict verdict;
    std::string text;
  };
  const std::vector<Case> cases = {
      {named("nginx"), {{4, 5}, {}}, Verdict::passed, "2 processes named nginx run"},
      {named("nginx"), {{4}, {9}}, Verdict::passed, "1 process named nginx runs"},
      {named("nginx"),
       {{}, {}},
       Verdict::failed,
       "no process named nginx runs; at least 1 expected"},
      {named("nginx", 3),
       {{4}, {5, 6}},
       Verdict::failed,
       "2 of 3 processes named nginx are zombies (5, 6); at least 3 expected"},
      {named("nginx"),
       {{}, {5}},
       Verdict::failed,
       "1 of 1 process named nginx is a zombie (5); at least 1 expected"},
      {named("cron", 1, 1),
       {{1, 2, 3, 4, 5, 6, 7}, {}},
       Verdict::failed,
       "7 processes named cron run (1, 2, 3, 4, 5, ...); 1 expected"},
      {named("cron", 0, 2),
       {{1, 2, 3}, {}},
       Verdict::failed,
       "3 processes named cron run (1, 2, 3); at most 2 expected"},
      {named("cron", 0, 0), {{}, {}}, Verdict::passed, "no process named cron runs"},
      {named("cron", 2, 4),
       {{1}, {}},
       Verdict::failed,
       "1 process named cron runs; 2 to 4 expected"},
  };
  for (const auto& each : cases) {
    const auto finding = judge_processes(each.wanted, each.count);
    CHECK(finding.text == each.text);
    CHECK(finding.verdict == each.verdict);
  }
}

TEST_CASE("real processes are counted by the name of their program") {
  HostTools host;
  const auto name = unique_name("ek-sleeper-with-a-long-name-");
  const auto program = monitor_test::program_like("/bin/sleep", host.dir.path(), name);
  const auto probe = make_process_probe(named(name, 2), host.tools());
  CHECK(host.run(*probe).text == "no process named " + name + " runs; at least 2 expected");
  const ProcessFamily family(program, "1000", 2);
  REQUIRE(comes_true([&] { return count_named(name).alive.size() == 2; }));
  CHECK(host.run(*probe).text == "2 processes named " + name + " run");
  CHECK(host.run(*make_process_probe(named(name.substr(0, 15)), host.tools())).verdict ==
        Verdict::passed);  // as the kernel calls it
  CHECK(host.run(*make_process_probe(named("sleeper"), host.tools())).verdict == Verdict::failed);
}

TEST_CASE("real zombies do not count") {
  HostTools host;
  const auto name = unique_name("ekz");
  const auto program = monitor_test::program_like("/bin/true", host.dir.path(), name);
  const ProcessFamily family(program, "", 2);
  REQUIRE(comes_true([&] { return count_named(name).zombies.size() == 2; }));
  const auto finding = host.run(*make_process_probe(named(name), host.tools()));
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text.starts_with("2 of 2 processes named " + name + " are zombies ("));
}

TEST_CASE("real processes are counted by their command line, and the agent is none of them") {
  HostTools host;
  ProcessProbe probe;
  probe.matches = "^/\\S*sleep 98765\\.4321$";
  const auto running = make_process_probe(probe, host.tools());
  CHECK(host.run(*running).verdict == Verdict::failed);
  const ProcessFamily family("/bin/sleep", "98765.4321", 1);
  REQUIRE(comes_true([&] { return host.run(*running).verdict == Verdict::passed; }));
  CHECK(host.run(*running).text == "1 process matching `^/\\S*sleep 98765\\.4321$` runs");
  probe.matches = "test_monitor";  // this process, and the parent of the family, a child of it
  const auto own = host.run(*make_process_probe(probe, host.tools()));
  const auto list = list_processes({false, true, false}).value();
  const auto others = count_processes(list, [](const HostProcess& process) {
    return process.pid != ::getpid() && process.parent != ::getpid() &&
           core::contains(process.command, "test_monitor");
  });
  CHECK(own.verdict == (others.alive.empty() ? Verdict::failed : Verdict::passed));
}

TEST_CASE("a pid file names a process that runs, or says what is wrong") {
  HostTools host;
  const auto path = host.at("x.pid");
  const auto probe = make_process_probe(of_file(path), host.tools());
  CHECK(host.run(*probe).text == path + " names no process: No such file or directory");
  host.write("x.pid", std::to_string(::getpid()) + "\n/var/lib/postgresql\n5432\n");
  CHECK(host.run(*probe).text == "process " + std::to_string(::getpid()) + " of " + path + " runs");
  int gone = 0;
  {
    const ProcessFamily family("/bin/true", "", 0);
    gone = family.parent();
  }
  host.write("x.pid", std::to_string(gone));
  auto finding = host.run(*probe);
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text ==
        "process " + std::to_string(gone) + " of " + path + " does not run: the file is left over");
  for (const auto* text : {"", "none", "-1", "0", "12x", "99999999999999"}) {
    host.write("x.pid", text);
    CHECK(host.run(*probe).text == path + " names no process: its first line is no process id");
  }
}

TEST_CASE("a pid file that is a pipe, or huge, does not hold up anything") {
  HostTools host;
  ::mkfifo(host.at("pipe").c_str(), 0600);
  CHECK(read_pid_file(host.at("pipe")).error().what == "it is a pipe");
  host.write("huge", "");
  std::filesystem::resize_file(host.at("huge"), 10ULL << 30);
  CHECK_FALSE(read_pid_file(host.at("huge")).has_value());
}

TEST_CASE("a pid file of a zombie says so, and none may be what is wanted") {
  const auto wanted = of_file("/run/x.pid");
  CHECK(judge_pid_file(wanted, 5, {{}, {5}}).text ==
        "process 5 of /run/x.pid is a zombie: it has ended");
  auto none = wanted;
  none.count_min = 0;
  none.count_max = 0;
  const core::Error gone{core::Errc::not_found, "No such file or directory"};
  CHECK(judge_pid_file(none, gone, {}).verdict == Verdict::passed);
  CHECK(judge_pid_file(none, 5, {{5}, {}}).verdict == Verdict::failed);
  CHECK(judge_pid_file(none, 5, {}).verdict == Verdict::passed);
}

TEST_CASE("a service's check counts the processes of each container by itself") {
  HostTools host;
  // As if the control groups that this test runs in were those of a container.
  const auto all = list_processes({false, false, true}).value();
  const auto self =
      std::find_if(all.begin(), all.end(), [](const auto& each) { return each.pid == ::getpid(); });
  REQUIRE(self != all.end());
  if (self->group.empty()) return;
  const auto here = monitor_test::a_container(self->group.substr(0, self->group.find('\n')), {});
  // No part of any container's that runs beside this test.
  const auto elsewhere = monitor_test::a_container("elsewhere", {});
  const auto name = unique_name("ekc");
  const auto program = monitor_test::program_like("/bin/sleep", host.dir.path(), name);
  const auto probe = make_process_probe(named(name), host.tools());
  auto finding = host.run(*probe, {here, elsewhere});
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.text == here.name + ": no process named " + name + " runs; at least 1 expected");
  CHECK(finding.failing == std::vector<model::ContainerId>{here.id});
  const ProcessFamily family(program, "1000", 1);
  REQUIRE(comes_true([&] { return count_named(name).alive.size() == 1; }));
  CHECK(host.run(*probe, {here}).text == here.name + ": 1 process named " + name + " runs");
  CHECK(host.run(*probe, {here}).verdict == Verdict::passed);
  CHECK(host.run(*probe, {here, elsewhere}).verdict == Verdict::unknown);
}

TEST_CASE("the containers of a service whose processes are not here are not judged") {
  HostTools host;
  const auto container = monitor_test::a_container(std::string(64, 'f'), host.clock.now().wall);
  const auto finding = host.run(*make_process_probe(named("nginx"), host.tools()), {container});
  CHECK(finding.verdict == Verdict::unknown);
  CHECK(finding.text == "the processes of " + container.name + " cannot be seen from here");
}
