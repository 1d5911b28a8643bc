// Work of a pool that is not done at all where no thread comes to it in time: threads that hang do
// not keep the caller waiting in their queue.
#pragma once

#include "core/clock.hpp"
#include "core/io/abandon.hpp"
#include "core/io/blocking.hpp"
#include "core/io/cancellable_work.hpp"
#include "core/io/timing.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace core {

// As run_cancellable; empty where no thread began with it within `limit`, or before the caller was
// cancelled: `work` is not called then, now or later, and the caller need not outlive the queue.
template <class F>
auto run_begun_within(BlockingPool& pool, Milliseconds limit, F work)
    -> boost::asio::awaitable<std::optional<std::invoke_result_t<F&, GiveUp>>>;

namespace detail {

// Between the caller and the pool.
template <class T> struct PoolTurn {
  explicit PoolTurn(boost::asio::any_io_executor executor) : news(std::move(executor)) {}
  Wakeup news;
  std::atomic<bool> taken = false;  // by the thread that begins, or by the caller who goes away
  std::atomic<bool> cancelled = false;
  bool over = false;
  std::optional<T> value;
  std::exception_ptr failure;
};

template <class T, class F>
boost::asio::awaitable<void> take_turn(BlockingPool* pool, std::shared_ptr<PoolTurn<T>> turn,
                                       F work) {
  auto body = [turn, work = std::move(work)]() mutable {
    if (turn->taken.exchange(true)) return;
    turn->value.emplace(work(GiveUp([turn] { return turn->cancelled.load(); })));
  };
  try {
    co_await pool->run(std::move(body));
  } catch (...) {
    turn->failure = std::current_exception();
  }
  turn->over = true;
  turn->news.notify();
}

template <class T>
boost::asio::awaitable<void> await_turn(std::shared_ptr<PoolTurn<T>> turn, Milliseconds limit) {
  using std::chrono::steady_clock;
  const auto until = steady_clock::now() + limit;
  while (!turn->over) {
    if (turn->taken) {
      co_await turn->news.wait();
      continue;
    }
    const auto left = std::chrono::ceil<Milliseconds>(until - steady_clock::now());
    const bool leaves = turn->cancelled || left <= Milliseconds{0};
    if (!leaves) (void)co_await turn->news.wait_for(left);
    if (leaves && !turn->taken.exchange(true)) co_return;
  }
}

}  // namespace detail

template <class F>
auto run_begun_within(BlockingPool& pool, Milliseconds limit, F work)
    -> boost::asio::awaitable<std::optional<std::invoke_result_t<F&, GiveUp>>> {
  using T = std::invoke_result_t<F&, GiveUp>;
  const auto executor = co_await boost::asio::this_coro::executor;
  const boost::asio::cancellation_state state = co_await boost::asio::this_coro::cancellation_state;
  const auto turn = std::make_shared<detail::PoolTurn<T>>(executor);
  auto slot = state.slot();
  if (slot.is_connected()) {
    slot.assign([turn](boost::asio::cancellation_type) {
      turn->cancelled = true;
      turn->news.notify();
    });
  }
  leave_to_itself(executor, detail::take_turn<T>(&pool, turn, std::move(work)));
  // Only `work` hears of a cancellation.
  auto waiting = detail::await_turn<T>(turn, limit);
  co_await unheard(std::move(waiting));
  slot.clear();
  if (turn->failure) std::rethrow_exception(turn->failure);
  co_return std::move(turn->value);
}

}  // namespace core
