#include "core/io/left_behind.hpp"
#include "core/io/subprocess.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <fstream>

#include <poll.h>
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

TEST_CASE("only the family that the mark names is killed") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto other = leaving("setsid", pid_file);
  const auto others_mark = core::make_family_mark();
  other.environment = {others_mark};
  REQUIRE(core::run_program(other));
  const auto process = process_in(pid_file);
  core::kill_family(core::make_family_mark(), 1);
  CHECK(runs(process));
  core::kill_family(others_mark, 1);
  CHECK(ends_soon(process));
}

TEST_CASE("no two marks are the same") {
  CHECK(core::make_family_mark().second != core::make_family_mark().second);
}
