// Runs a coroutine to its end on an io_context of the test, so that a test reads top to bottom.
#pragma once

#include "core/io/cancellation.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace support {

template <class T> boost::asio::awaitable<T> opted_in(boost::asio::awaitable<T> work) {
  co_await core::hear_cancellation();
  co_return co_await std::move(work);
}

// The value of `work`; an exception of it is thrown here. Runs until `io` has nothing left to do.
template <class T> T run(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  std::exception_ptr failure;
  std::optional<T> value;
  boost::asio::co_spawn(io, opted_in(std::move(work)), [&](std::exception_ptr thrown, T result) {
    failure = thrown;
    if (!thrown) value.emplace(std::move(result));
  });
  io.restart();
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*value);
}

inline void run(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  std::exception_ptr failure;
  boost::asio::co_spawn(io, opted_in(std::move(work)),
                        [&](std::exception_ptr thrown) { failure = thrown; });
  io.restart();
  io.run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace support
