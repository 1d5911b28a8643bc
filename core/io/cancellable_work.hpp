// Work of a pool that hears when its caller is cancelled.
#pragma once

#include "core/io/blocking.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace core {

// Whether the caller wants no result any more. Thread-safe.
using GiveUp = std::function<bool()>;

// As BlockingPool::run; `work` gets a GiveUp to ask, and should end soon once that says true. The
// caller still comes back only when it has ended.
template <class F>
auto run_cancellable(BlockingPool& pool, F work)
    -> boost::asio::awaitable<std::invoke_result_t<F&, GiveUp>> {
  const auto cancelled = std::make_shared<std::atomic<bool>>(false);
  const boost::asio::cancellation_state state = co_await boost::asio::this_coro::cancellation_state;
  auto slot = state.slot();
  if (slot.is_connected())
    slot.assign([cancelled](boost::asio::cancellation_type) { cancelled->store(true); });
  auto body = [work = std::move(work), cancelled]() mutable {
    return work(GiveUp([cancelled] { return cancelled->load(); }));
  };
  auto value = co_await pool.run(std::move(body));
  slot.clear();
  co_return value;
}

}  // namespace core
