// How a spawned coroutine opts in to being cancelled.
#pragma once

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/this_coro.hpp>

namespace core {

// Asio's and Beast's composed operations (async_write, http::async_read, ...) hear nothing but
// `terminal`: a request to end passes through to whatever the coroutine waits for with all that it
// can be. The state of a half-done operation does not matter to us: who is cancelled closes its
// stream.
struct WithInsistence {
  boost::asio::cancellation_type operator()(boost::asio::cancellation_type type) const noexcept {
    return type == boost::asio::cancellation_type::none ? type
                                                        : boost::asio::cancellation_type::all;
  }
};

// co_await this first in what is spawned: without it `total` is not heard at all.
inline auto hear_cancellation() {
  return boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_total_cancellation(),
                                                          WithInsistence());
}

}  // namespace core
