#include "agent/signals.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>

#include <unistd.h>

namespace agent {
namespace {

extern "C" void exit_at_once(int) { ::_exit(exit_code_of_second_signal); }

// Asio has put the default action back when its set was closed; from here on the kernel calls us
// itself.
void arm_second_signal() {
  struct sigaction action {};
  action.sa_handler = exit_at_once;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
  // A reload during the stop has nothing to do.
  std::signal(SIGHUP, SIG_IGN);
}

}  // namespace

boost::asio::awaitable<void> watch_signals(SignalActions actions) {
  boost::asio::signal_set signals(co_await boost::asio::this_coro::executor, SIGTERM, SIGINT,
                                  SIGHUP);
  for (;;) {
    const int signal = co_await signals.async_wait(boost::asio::use_awaitable);
    if (signal == SIGHUP) {
      actions.reload();
      continue;
    }
    signals.clear();
    arm_second_signal();
    actions.stop(signal == SIGTERM ? "SIGTERM" : "SIGINT");
    co_return;
  }
}

void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

}  // namespace agent
