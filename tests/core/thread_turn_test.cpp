#include "core/io/thread_turn.hpp"

#include "core/io/blocking.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <cerrno>
#include <ctime>
#include <functional>
#include <utility>

#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

bool goes_first() { return (::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK) == SCHED_RR; }

int nice_of_this_thread() {
  errno = 0;
  const int nice = ::getpriority(PRIO_PROCESS, 0);
  REQUIRE(errno == 0);
  return nice;
}

void use_cpu(core::Milliseconds time) {
  const auto used = [] {
    ::timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  };
  const auto until = used() + time;
  while (used() < until) {
  }
}

bool started_has_usual_turn() {
  const auto child = ::fork();
  if (child == 0) {
    const bool usual =
        ::getpriority(PRIO_PROCESS, 0) == 0 && ::sched_getscheduler(0) == SCHED_OTHER;
    ::_exit(usual ? 0 : 1);
  }
  int status = -1;
  return ::waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 0;
}

// What goes first is a thread: the one of the test stays as it is.
boost::asio::awaitable<void> in_a_thread(core::BlockingPool& pool, std::function<void()> what) {
  co_await pool.run(std::move(what));
}

void take_turns() {
  const int before = nice_of_this_thread();
  if (!core::go_first()) {
    CHECK(nice_of_this_thread() == before);
    return;  // not allowed here
  }
  CHECK(started_has_usual_turn());
  if (!goes_first()) {
    CHECK(nice_of_this_thread() == -10);
    return;  // only that much is allowed here
  }
  use_cpu(core::first_turn_max / 2);
  CHECK(goes_first());
  CHECK(core::go_first());  // as at every beat: the time begins anew
  use_cpu(core::first_turn_max * 3 / 4);
  CHECK(goes_first());
  use_cpu(core::first_turn_max);
  CHECK_FALSE(goes_first());
  CHECK(nice_of_this_thread() == -10);
  CHECK(started_has_usual_turn());
  CHECK(core::go_first());
  CHECK(goes_first());
}

}  // namespace

TEST_CASE("who goes first does so alone, and steps back once it has used its time") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("turn", 1);
  support::run(io, in_a_thread(pool, take_turns));
}
