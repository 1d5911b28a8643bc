// Signals as requests: the first SIGTERM or SIGINT asks for an orderly stop, SIGHUP for a reload.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <functional>

namespace agent {

struct SignalActions {
  std::function<void(const char* signal)> stop;  // once, with the signal's name
  std::function<void()> reload;
};

constexpr int exit_code_of_second_signal = 1;

// Runs until the first SIGTERM or SIGINT, then returns. From that moment a second one ends the
// process at once, even where the I/O thread is stuck. Both actions are called on the I/O thread
// and must not block it.
boost::asio::awaitable<void> watch_signals(SignalActions actions);

// A peer that went away is an error of the write, not the end of the agent.
void ignore_broken_pipes();

}  // namespace agent
