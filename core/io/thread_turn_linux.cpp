#include "core/io/thread_turn.hpp"

#include <csignal>
#include <ctime>

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace core {
namespace {

constexpr int least_nice = -10;
constexpr int spent = SIGXCPU;

// What is started by this thread begins with the usual turn (sched(7)). Safe in a signal handler.
bool take_turn(int policy, int priority) {
  ::sched_param parameters{};
  parameters.sched_priority = priority;
  return ::sched_setscheduler(0, policy | SCHED_RESET_ON_FORK, &parameters) == 0;
}

bool take_nice_turn() {
  return take_turn(SCHED_OTHER, 0) && ::setpriority(PRIO_PROCESS, 0, least_nice) == 0;  // of this
                                                                                        // thread
                                                                                        // alone, on
                                                                                        // Linux
}

void step_back(int) { (void)take_nice_turn(); }

// Of this thread's CPU time; its signal goes to this thread.
bool make_timer(::timer_t& timer) {
  struct ::sigaction action = {};
  action.sa_handler = step_back;
  action.sa_flags = SA_RESTART;
  ::sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = spent;
#ifdef sigev_notify_thread_id
  event.sigev_notify_thread_id = ::gettid();
#else
  event._sigev_un._tid = ::gettid();
#endif
  ::sigset_t heard;
  ::sigemptyset(&heard);
  ::sigaddset(&heard, spent);
  return ::pthread_sigmask(SIG_UNBLOCK, &heard, nullptr) == 0 &&
         ::sigaction(spent, &action, nullptr) == 0 &&
         ::timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) == 0;
}

bool limit_turn() {
  static ::timer_t timer{};
  static const bool made = make_timer(timer);
  ::itimerspec limit{};
  limit.it_value.tv_nsec = std::chrono::nanoseconds(first_turn_max).count();
  return made && ::timer_settime(timer, 0, &limit, nullptr) == 0;
}

}  // namespace

bool go_first() {
  if (limit_turn() && take_turn(SCHED_RR, ::sched_get_priority_min(SCHED_RR))) return true;
  return take_nice_turn();
}

}  // namespace core
