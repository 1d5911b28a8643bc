#include "core/io/thread_turn.hpp"

#include "support/catch.hpp"

#include <cerrno>

#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

int nice_of_this_thread() {
  errno = 0;
  const int nice = ::getpriority(PRIO_PROCESS, 0);
  REQUIRE(errno == 0);
  return nice;
}

}  // namespace

TEST_CASE("who goes first does so alone: what it starts has the usual turn") {
  const int before = nice_of_this_thread();
  if (!core::go_first()) {
    CHECK(nice_of_this_thread() == before);
    return;  // not allowed here
  }
  CHECK(nice_of_this_thread() == -10);
  const auto child = ::fork();
  if (child == 0) ::_exit(::getpriority(PRIO_PROCESS, 0) == 0 ? 0 : 1);
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WEXITSTATUS(status) == 0);

  REQUIRE(::setpriority(PRIO_PROCESS, 0, before) == 0);
  const ::sched_param none{};
  REQUIRE(::sched_setscheduler(0, SCHED_OTHER, &none) == 0);
}
