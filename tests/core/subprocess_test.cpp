#include "core/io/subprocess.hpp"

#include "core/io/timing.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

core::Program shell(const std::string& script) { return {.argv = {"sh", "-c", script}}; }

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator{});
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

// Killed is not yet ended: the kernel takes its time where all cores are busy. Somebody else's to
// reap by now, it may stay a zombie, which counts as ended.
bool ends_soon(pid_t process) {
  const auto descriptor = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  if (descriptor < 0) return errno == ESRCH;
  ::pollfd end{descriptor, POLLIN, 0};
  const bool ended = ::poll(&end, 1, 5'000) == 1;
  ::close(descriptor);
  return ended;
}

}  // namespace

TEST_CASE("a program's output and exit code come back") {
  const auto finished = core::run_program(shell("echo out; echo error >&2; exit 3"));
  REQUIRE(finished);
  CHECK(finished->exit_code == 3);
  CHECK(finished->out.text == "out\n");
  CHECK(finished->error.text == "error\n");
  CHECK(finished->out.dropped == 0);
}

TEST_CASE("arguments are not looked at by a shell") {
  const auto finished = core::run_program({.argv = {"printf", "%s|%s", "$HOME; ls", "*"}});
  REQUIRE(finished);
  CHECK(finished->out.text == "$HOME; ls|*");
}

TEST_CASE("a program that is not there, or may not be run, is an error") {
  CHECK(core::run_program({.argv = {"no-such-program-of-evenkeel"}}).error().code ==
        core::Errc::not_found);
  CHECK(core::run_program({.argv = {"/etc/passwd"}}).error().code == core::Errc::denied);
}

TEST_CASE("a program that takes too long is killed with its children, and none is left") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto program = shell("sleep 60 & echo $! > " + pid_file + "; wait");
  program.limit = 300ms;
  const auto finished = core::run_program(program);
  REQUIRE_FALSE(finished);
  CHECK(finished.error().code == core::Errc::timeout);
  CHECK(finished.error().what.find("did not end within 300ms") != std::string::npos);
  pid_t child = 0;
  std::ifstream(pid_file) >> child;
  REQUIRE(child > 0);
  CHECK(ends_soon(child));
  CHECK_FALSE(has_children());
}

TEST_CASE("a program that never stops writing is stopped in time, and its head is kept") {
  core::Program program{.argv = {"yes"}};
  program.limit = 300ms;
  CHECK(core::run_program(program).error().code == core::Errc::timeout);
  program = shell("head -c 100000 /dev/zero");
  program.output_bytes_max = 1000;
  const auto finished = core::run_program(program);
  REQUIRE(finished);
  CHECK(finished->out.text.size() == 1000);
  CHECK(finished->out.dropped == 99'000);
}

TEST_CASE("a child that keeps the output open does not keep us") {
  auto program = shell("sleep 2 & echo done");
  program.limit = 1500ms;
  const auto finished = core::run_program(program);
  REQUIRE(finished);
  CHECK(finished->out.text == "done\n");
}

TEST_CASE("a program that closes its output is waited for") {
  const auto finished = core::run_program(shell("exec >&- 2>&-; sleep 0.1; exit 7"));
  REQUIRE(finished);
  CHECK(finished->exit_code == 7);
}

TEST_CASE("a program that a signal ended says so in its exit code") {
  const auto finished = core::run_program(shell("kill -9 $$"));
  REQUIRE(finished);
  CHECK(finished->exit_code == 128 + SIGKILL);
}

TEST_CASE(
    "a program reads nothing, gets our variables and the given ones, and none of our descriptors") {
  const int leaking = ::dup(1);  // without FD_CLOEXEC
  auto program =
      shell("cat; echo $EVENKEEL_TEST; test -n \"$PATH\" && echo path; ls /proc/self/fd | wc -l");
  program.environment = {{"EVENKEEL_TEST", "a b"}};
  const auto finished = core::run_program(program);
  ::close(leaking);
  REQUIRE(finished);
  CHECK(finished->out.text == "a b\npath\n4\n");  // 0, 1, 2 and the folder that ls reads
}

TEST_CASE("a program reads its input to the end, and more than a pipe takes in is refused") {
  core::Program program{.argv = {"cat"}};
  program.input = std::string(core::program_input_bytes_max, 'x');
  auto finished = core::run_program(program);
  REQUIRE(finished);
  CHECK(finished->out.text == program.input);
  program.input += "x";
  CHECK(core::run_program(program).error().code == core::Errc::too_large);
}

TEST_CASE("a program that does not read its input does no harm") {
  core::Program program{.argv = {"true"}};
  program.input = "nobody reads this";
  CHECK(core::run_program(program)->exit_code == 0);
}

TEST_CASE("a program that nobody waits for any more is killed, or not even started") {
  int asked = 0;
  auto program = shell("sleep 60");
  program.give_up = [&asked] { return ++asked > 3; };
  CHECK(core::run_program(program).error().code == core::Errc::cancelled);
  CHECK_FALSE(has_children());
  program.argv = {"no-such-program-of-evenkeel"};
  CHECK(core::run_program(program).error().code == core::Errc::cancelled);
}

TEST_CASE("running programs leaves neither descriptors nor zombies") {
  const auto before = open_descriptors();
  auto with_input = shell("exit 1");
  with_input.input = "text";
  for (int i = 0; i < 5; ++i) REQUIRE(core::run_program(with_input));
  CHECK(core::run_program({.argv = {"no-such-program-of-evenkeel"}}).has_error());
  CHECK(open_descriptors() == before);
  CHECK_FALSE(has_children());
}

TEST_CASE("a program runs where it is told, and a directory that is none is no program's fault") {
  const support::TempDir dir;
  auto program = shell("pwd -P");
  program.directory = dir.path().string();
  const auto finished = core::run_program(program);
  REQUIRE(finished);
  CHECK(finished->out.text == std::filesystem::canonical(dir.path()).string() + "\n");
  program.directory = "/nonexistent/of/evenkeel";
  const auto nowhere = core::run_program(program);
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().code == core::Errc::invalid);
  CHECK(nowhere.error().what ==
        "the directory /nonexistent/of/evenkeel: No such file or directory");
  CHECK_FALSE(has_children());
}

TEST_CASE("of a long output the head and the very end are kept") {
  auto program = shell("head -c 100000 /dev/zero; echo last words");
  program.output_bytes_max = 1000;
  const auto finished = core::run_program(program);
  REQUIRE(finished);
  CHECK(finished->out.text.size() == 1000);
  CHECK(finished->out.tail.size() == core::program_tail_bytes_max);
  CHECK(finished->out.tail.ends_with("last words\n"));
  CHECK(core::run_program(shell("echo short"))->out.tail.empty());
}

TEST_CASE("a flood ends the program long before its time is over") {
  core::Program program{.argv = {"yes"}};
  program.limit = 60s;
  program.flood_bytes_max = 1024 * 1024;
  const auto started = std::chrono::steady_clock::now();
  CHECK(core::run_program(program).error().code == core::Errc::too_large);
  CHECK(std::chrono::steady_clock::now() - started < 30s);
  CHECK_FALSE(has_children());
}

TEST_CASE("what a program leaves behind in its group is killed where that is wanted") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto program = shell("sleep 60 & echo $! > " + pid_file);
  program.kill_left_behind = true;
  const auto finished = core::run_program(program);
  REQUIRE(finished);
  CHECK(finished->exit_code == 0);
  pid_t child = 0;
  std::ifstream(pid_file) >> child;
  REQUIRE(child > 0);
  CHECK(ends_soon(child));
}

TEST_CASE("a child in a session of its own that holds the output does not keep us") {
  const support::TempDir dir;
  const auto pid_file = (dir.path() / "pid").string();
  auto program = shell("setsid sh -c 'echo $$ > " + pid_file + "; exec sleep 60' & " +
                       "while ! test -s " + pid_file + "; do :; done; echo done");
  program.limit = 30s;
  const auto started = std::chrono::steady_clock::now();
  const auto finished = core::run_program(program);
  CHECK(std::chrono::steady_clock::now() - started < 25s);
  pid_t child = 0;
  std::ifstream(pid_file) >> child;
  REQUIRE(child > 0);
  ::kill(child, SIGKILL);
  REQUIRE(finished);
  CHECK(finished->out.text == "done\n");
}

TEST_CASE("a coroutine runs a program on the pool") {
  boost::asio::io_context io;
  core::BlockingPool pool("test", 1);
  auto finished = support::run(io, core::run_program(pool, shell("echo pool")));
  REQUIRE(finished);
  CHECK(finished->out.text == "pool\n");
}

TEST_CASE("cancelling who waits for a program ends it at once") {
  boost::asio::io_context io;
  core::BlockingPool pool("test", 1);
  const auto started = std::chrono::steady_clock::now();
  const auto ended =
      support::run(io, core::within(core::run_program(pool, shell("sleep 60")), 100ms));
  CHECK_FALSE(ended);
  CHECK(std::chrono::steady_clock::now() - started < 9s);
  CHECK_FALSE(has_children());
}
