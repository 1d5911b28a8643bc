// Owner of coroutines. Nothing is spawned anywhere else: a task that nobody joins outlives what it
// refers to.
#pragma once

#include "core/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace core {

// I/O thread only. Each task opts in to `total` cancellation, so that `cancel` is heard at its next
// suspension. A task that ends with an exception other than "cancelled" is reported to `on_failure`
// with its name.
class TaskGroup {
 public:
  using OnFailure = std::function<void(const std::string& name, std::exception_ptr failure)>;

  TaskGroup(boost::asio::any_io_executor executor, OnFailure on_failure);
  ~TaskGroup();  // CHECKs that no task is left: join first
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // The coroutine's parameters must be values, or references to things that outlive this group.
  void spawn(std::string name, boost::asio::awaitable<void> task);
  void cancel();     // asks all (total), tasks may end their current step
  void terminate();  // insists (terminal)
  // True when all have ended within `limit`.
  boost::asio::awaitable<bool> join(Milliseconds limit);
  std::size_t size() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace core
