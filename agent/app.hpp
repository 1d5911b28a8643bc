// The one place where everything is built and wired, in dependency order, and stopped in reverse.
// Contains no rule. I/O thread only.
#pragma once

#include "agent/config.hpp"
#include "agent/config_load.hpp"
#include "core/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace agent {

class App {
 public:
  App(boost::asio::any_io_executor executor, Config config, ConfigSource source);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Opens the store, loads what is desired, listens. Blocking for the time of a few files. Errors:
  // conflict (another agent, a socket in use), denied, invalid: with what to do. A store that
  // cannot be used is no error: the agent then only observes.
  core::Status open();
  // Begins to work; returns at once.
  void start();
  // SIGHUP: reads the configuration again.
  void reload();
  // Stop accepting, cancel, bounded join, close in reverse order; within 10 s.
  boost::asio::awaitable<void> stop();
  // Why a loop ended unasked; "" while none has. Then the agent must be stopped with exit code 1.
  const std::string& failure() const;
  // After `stop`: a thread hangs in the kernel (a broken disk) and cannot be joined. What could be
  // stored is; the process must be ended without destroying this.
  bool is_stuck() const { return stuck_; }
  void set_on_failure(std::function<void()> on_failure);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  bool stuck_ = false;
};

}  // namespace agent
