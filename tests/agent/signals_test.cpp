#include "agent/signals.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/post.hpp>

#include <cerrno>
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

namespace {

// The process that gets the signals is not the one that runs the tests. Its exit code: what `run`
// returns.
template <class Run> int exit_code_of(Run run) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(run());
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Heard {
  std::string stopped_by;
  int reloads = 0;
};

// Raises `first` once the signals are watched.
Heard watch(int first, int after_reload = 0) {
  boost::asio::io_context io;
  Heard heard;
  agent::SignalActions actions;
  actions.stop = [&](const char* signal) { heard.stopped_by += signal; };
  actions.reload = [&] {
    ++heard.reloads;
    std::raise(after_reload);
  };
  // Posted from within, so that the watcher, which comes next, is set up by then.
  boost::asio::post(io, [&] { boost::asio::post(io, [first] { std::raise(first); }); });
  support::run(io, agent::watch_signals(std::move(actions)));
  return heard;
}

}  // namespace

TEST_CASE("the first SIGTERM or SIGINT asks for a stop") {
  CHECK(exit_code_of([] { return watch(SIGTERM).stopped_by == "SIGTERM" ? 42 : 0; }) == 42);
  CHECK(exit_code_of([] { return watch(SIGINT).stopped_by == "SIGINT" ? 42 : 0; }) == 42);
}

TEST_CASE("SIGHUP asks for a reload, as often as it comes, and stops nothing") {
  CHECK(exit_code_of([] {
          const auto heard = watch(SIGHUP, SIGTERM);
          return heard.reloads == 1 && heard.stopped_by == "SIGTERM" ? 42 : 0;
        }) == 42);
}

TEST_CASE("the second signal ends the process at once, without any loop that runs") {
  CHECK(exit_code_of([] {
          watch(SIGTERM);
          std::raise(SIGINT);
          return 42;
        }) == agent::exit_code_of_second_signal);
  CHECK(exit_code_of([] {
          watch(SIGTERM);
          std::raise(SIGHUP);
          return 42;
        }) == 42);
}

TEST_CASE("a write to nobody is an error, not the end") {
  CHECK(exit_code_of([] {
          agent::ignore_broken_pipes();
          int ends[2];
          if (::pipe(ends) != 0) return 1;
          ::close(ends[0]);
          return ::write(ends[1], "x", 1) == -1 && errno == EPIPE ? 42 : 0;
        }) == 42);
}
