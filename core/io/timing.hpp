// Waiting with a limit. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace core {

// Returns after `duration`; throws system_error(operation_aborted) when the task is cancelled.
boost::asio::awaitable<void> wait_for(Milliseconds duration);

// The work's own result, or Errc::timeout once `limit` is over (the work is cancelled and has ended
// by then). An early failure of the work is returned at once; an outer cancellation goes through to
// the work and leaves as operation_aborted.
template <class T>
boost::asio::awaitable<Result<T>> with_timeout(boost::asio::awaitable<Result<T>> work,
                                               Milliseconds limit);

// True when `work` ended by itself; an exception of it is passed on. False where `end` ended first:
// the work was cancelled and has ended by then. An outer cancellation goes through to both.
boost::asio::awaitable<bool> finishes_before(boost::asio::awaitable<void> work,
                                             boost::asio::awaitable<void> end);

// Does all of them at the same time and returns when all have ended; throws what the first of them
// threw, then.
boost::asio::awaitable<void> gather(std::vector<boost::asio::awaitable<void>> all);

// Wakes one waiter, once, however often it was notified before: the level-triggered loops sleep on
// it.
class Wakeup {
 public:
  explicit Wakeup(boost::asio::any_io_executor executor);
  ~Wakeup();
  void notify();
  boost::asio::awaitable<void> wait();
  // True when notified, false when `limit` passed first.
  boost::asio::awaitable<bool> wait_for(Milliseconds limit);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// At most `permits` holders at a time, first come first served. A cancelled waiter leaves the
// queue.
class Semaphore {
 public:
  class Permit {
   public:
    Permit() = default;
    explicit Permit(Semaphore* owner) : owner_(owner) {}
    Permit(Permit&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Permit& operator=(Permit&& other) noexcept {
      release();
      owner_ = std::exchange(other.owner_, nullptr);
      return *this;
    }
    ~Permit() { release(); }
    void release();

   private:
    Semaphore* owner_ = nullptr;
  };

  Semaphore(boost::asio::any_io_executor executor, int permits);
  ~Semaphore();
  boost::asio::awaitable<Permit> acquire();
  int available() const;

 private:
  friend class Permit;
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace core

#include "core/io/with_timeout.hpp"
