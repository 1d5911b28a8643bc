#include "core/io/left_behind.hpp"
#include "core/io/blocking.hpp"
#include "core/io/process_folder.hpp"
#include "core/io/subprocess.hpp"
#include "core/io/task_group.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// A program that leaves `sleep 60` behind, whose number it wrote into the file of that name.
core::Program leaving(const std::string& how, const std::string& pid_file) {
  const auto stays = "sh -c 'echo $$ > " + pid_file + ".new; mv " + pid_file + ".new " + pid_file +
                     "; exec sleep 60'";
  core::Program program{.argv = {"sh", "-c",
                                 how + " " + stays + " > /dev/null 2>&1 & while ! test -e " +
                                     pid_file + "; do :; done"}};
  program.limit = 30s;
  return program;
}

pid_t process_in(const std::string& pid_file) {
  pid_t process = 0;
  std::ifstream(pid_file) >> process;
  REQUIRE(process > 0);
  return process;
}

bool runs(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string number, name, state;
  return (status >> number >> name >> state) && state != "Z" && state != "X";
}

void await(const std::string& file) {
  for (int i = 0; i < 3000 && !std::filesystem::exists(file); ++i) ::poll(nullptr, 0, 10);
  REQUIRE(std::filesystem::exists(file));
}

// A program of which nobody takes care but the test.
struct Child {
  explicit Child(const std::string& script) : pid(::fork()) {
    if (pid != 0) return;
    ::execl("/bin/sh", "sh", "-c", script.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ~Child() {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  const pid_t pid;
};

boost::asio::awaitable<void> run_in(core::BlockingPool& pool, const core::Program& program) {
  std::function<void()> work = [&program] { (void)core::run_program(program); };
  co_await pool.run(std::move(work));
}

bool ends_soon(pid_t process) {
  for (int i = 0; i < 500 && runs(process); ++i) ::poll(nullptr, 0, 10);
  return !runs(process);
}

}  // namespace

TEST_CASE("what a program leaves in a session of its own is killed where that is wanted") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto program = leaving("setsid", pid_file);
  SECTION("wanted") {
    program.kill_left_behind = true;
    REQUIRE(core::run_program(program));
    CHECK(ends_soon(process_in(pid_file)));
  }
  SECTION("not wanted") {
    REQUIRE(core::run_program(program));
    const auto process = process_in(pid_file);
    CHECK(runs(process));
    ::kill(process, SIGKILL);
  }
}

TEST_CASE("a session that starts others is killed to the last of them") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto program = leaving("setsid sh -c 'setsid \"$@\" & setsid sleep 61 & wait' -", pid_file);
  program.kill_left_behind = true;
  REQUIRE(core::run_program(program));
  CHECK(ends_soon(process_in(pid_file)));
}

TEST_CASE("what a program that hangs has left in a session of its own is killed with it") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto program = leaving("setsid", pid_file);
  program.argv.back() += "; sleep 60";
  program.kill_left_behind = true;
  program.limit = 2s;
  CHECK(core::run_program(program).error().code == core::Errc::timeout);
  CHECK(ends_soon(process_in(pid_file)));
}

TEST_CASE("what another program has left meanwhile is not killed with the family") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string(), go = (dir.path() / "go").string();
  const auto began = (dir.path() / "began").string();
  core::Program program{
      .argv = {"sh", "-c",
               "echo > " + began + "; while ! test -e " + go + "; do sleep 0.01; done"}};
  program.limit = 30s;
  program.kill_left_behind = true;
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1);
  core::TaskGroup meanwhile(io.get_executor(), [](auto&&...) {});
  meanwhile.spawn("program", run_in(pool, program));
  io.poll();
  await(began);
  auto other = leaving("setsid", pid_file);
  other.environment = {core::make_family_mark()};
  const auto left = core::run_program(other);
  std::ofstream(go) << "go";
  support::run(io, meanwhile.join(30s));
  REQUIRE(left);
  const auto process = process_in(pid_file);
  CHECK(runs(process));
  ::kill(process, SIGKILL);
}

TEST_CASE("a session with an environment of its own is killed with the program that hangs") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto program = leaving("env -i setsid", pid_file);
  program.argv.back() += "; sleep 60";
  program.kill_left_behind = true;
  program.limit = 2s;
  CHECK(core::run_program(program).error().code == core::Errc::timeout);
  CHECK(ends_soon(process_in(pid_file)));
}

TEST_CASE("whoever becomes another user by a login is killed with the program that hangs") {
  const std::string login =
      GENERATE("su - nobody -s /bin/sh -c", "runuser -l nobody -s /bin/sh -c");
  const core::Program tried{.argv = {"sh", "-c", login + " true"}};
  if (::geteuid() != 0 || core::run_program(tried).value().exit_code != 0) {
    WARN("skipped: nobody becomes another user here by " << login);
    return;
  }
  const support::TempDir dir;
  std::filesystem::permissions(dir.path(), std::filesystem::perms::all);
  const auto pid_file = (dir.path() / "pid").string();
  core::Program program{
      .argv = {"sh", "-c", "exec " + login + " 'echo $$ > " + pid_file + "; sleep 60; true'"}};
  program.kill_left_behind = true;
  program.limit = 2s;
  CHECK(core::run_program(program).error().code == core::Errc::timeout);
  CHECK(ends_soon(process_in(pid_file)));
}

TEST_CASE("what holds a program's output is killed with it whatever else it did") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  core::Program program{
      .argv = {"sh", "-c",
               "env -i setsid sh -c 'echo $$ > " + pid_file + ".new; mv " + pid_file + ".new " +
                   pid_file + "; exec sleep 60' & while ! test -e " + pid_file + "; do :; done"}};
  program.kill_left_behind = true;
  program.limit = 30s;
  REQUIRE(core::run_program(program));
  CHECK(ends_soon(process_in(pid_file)));
}

TEST_CASE("a session that was seen is killed also where its first process has ended") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string(), go = (dir.path() / "go").string();
  // Its first process starts a second one, and ends when it may.
  const auto session = "sleep 60 & echo $! > " + pid_file + ".new; mv " + pid_file + ".new " +
                       pid_file + "; while ! test -e " + go + "; do sleep 0.01; done";
  Child program("env -i setsid sh -c '" + session + "' > /dev/null 2>&1; sleep 60");
  const auto family = core::watch_family(core::make_family_mark(), program.pid, {});
  await(pid_file);
  const auto process = process_in(pid_file);
  const auto leader = core::ProcessFolder(process).kin().value().session;
  REQUIRE(leader != program.pid);
  family->look();
  std::ofstream(go) << "go";
  REQUIRE(ends_soon(leader));
  family->kill();
  CHECK(ends_soon(process));
  CHECK(ends_soon(program.pid));
}

TEST_CASE("whom a process belongs to is read whatever its name") {
  const auto kin = core::parse_process_kin(
      "42 (a) R (b) T 7 6 5 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 2\n");
  REQUIRE(kin);
  CHECK(kin->process == 42);
  CHECK(kin->parent == 7);
  CHECK(kin->group == 6);
  CHECK(kin->session == 5);
  CHECK(kin->start == 98765);
  CHECK(kin->stopped);
  CHECK_FALSE(kin->over);
  CHECK_FALSE(core::parse_process_kin(""));
  CHECK_FALSE(core::parse_process_kin("42 (a) R 7 6"));
}

TEST_CASE("no two marks are the same") {
  CHECK(core::make_family_mark().second != core::make_family_mark().second);
}
