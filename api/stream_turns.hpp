// Streams that have much to send take turns: one piece of one of them in each turn of the loop.
// What else the loop has to do waits for one piece at most, however many clients there are. I/O
// thread only.
#pragma once

#include "core/io/timing.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace api {

class StreamTurns {
 public:
  // Returns when it is the caller's turn, first come first served; the turn ends by itself. A
  // cancelled waiter leaves the queue.
  boost::asio::awaitable<void> take();

 private:
  std::shared_ptr<core::Semaphore> turn_;  // of the executor of whoever came first
};

}  // namespace api
