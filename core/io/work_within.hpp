// Work of a pool whose caller waits no longer than its limit, whatever the work does: for what may
// hang with a disk or with a server that the system asks.
#pragma once

#include "core/io/file_look.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace core {

// Errors: unavailable (no thread began with it: all of them hang; it is never begun then), timeout
// (it was begun; it goes on by itself, keeps its thread, and what it brings is thrown away). The
// same when the caller is cancelled. So `work` must own what it uses. Unlike a FileLook every run
// takes a thread of its own: who may be asked again and again counts what hangs.
template <class F>
auto run_within(BlockingPool& pool, Milliseconds limit, F work)
    -> boost::asio::awaitable<Looked<std::invoke_result_t<F&>>>;

namespace detail {

template <class T> struct TimedWork {
  explicit TimedWork(boost::asio::any_io_executor executor) : news(std::move(executor)) {}
  Wakeup news;
  std::atomic<bool> taken = false;  // by the thread that begins, or by the caller who goes away
  bool over = false;
  std::optional<T> value;
  std::exception_ptr failure;
};

template <class T, class F>
boost::asio::awaitable<void> carry_timed(BlockingPool* pool, std::shared_ptr<TimedWork<T>> timed,
                                         F work) {
  auto body = [timed, work = std::move(work)]() mutable {
    if (!timed->taken.exchange(true)) timed->value.emplace(work());
  };
  try {
    co_await pool->run(std::move(body));
  } catch (...) {
    timed->failure = std::current_exception();
  }
  timed->over = true;
  timed->news.notify();
}

// Also when the caller is cancelled: what was not begun is not begun any more.
template <class T> class LeftAlone {
 public:
  explicit LeftAlone(std::shared_ptr<TimedWork<T>> timed) : timed_(std::move(timed)) {}
  LeftAlone(const LeftAlone&) = delete;
  LeftAlone& operator=(const LeftAlone&) = delete;
  ~LeftAlone() { timed_->taken.exchange(true); }

 private:
  std::shared_ptr<TimedWork<T>> timed_;
};

}  // namespace detail

template <class F>
auto run_within(BlockingPool& pool, Milliseconds limit, F work)
    -> boost::asio::awaitable<Looked<std::invoke_result_t<F&>>> {
  using T = std::invoke_result_t<F&>;
  using std::chrono::steady_clock;
  const auto until = steady_clock::now() + limit;
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto timed = std::make_shared<detail::TimedWork<T>>(executor);
  const detail::LeftAlone<T> at_the_end(timed);
  leave_to_itself(executor, detail::carry_timed<T>(&pool, timed, std::move(work)));
  while (!timed->over) {
    const auto left = std::chrono::ceil<Milliseconds>(until - steady_clock::now());
    if (left <= Milliseconds{0}) break;
    (void)co_await timed->news.wait_for(left);
  }
  const auto within = " within " + duration_text(limit);
  if (!timed->over && !timed->taken.exchange(true))
    co_return Looked<T>::missed(Errc::unavailable, "could not be begun" + within);
  if (!timed->over) co_return Looked<T>::missed(Errc::timeout, "did not end" + within);
  if (timed->failure) std::rethrow_exception(timed->failure);
  co_return Looked<T>(std::move(*timed->value));
}

}  // namespace core
