// A look at files by a thread that may hang with their disk, for somebody who does not.
#pragma once

#include "core/io/abandon.hpp"
#include "core/io/blocking.hpp"
#include "core/io/timing.hpp"
#include "core/time_text.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace core {

// What a look brought, or why it brought nothing. A Result of a Result would be ambiguous.
template <class T> class Looked {
 public:
  Looked() = default;
  Looked(T seen) : seen_(std::move(seen)) {}  // NOLINT(google-explicit-constructor)
  static Looked missed(Errc code, std::string what) {
    Looked none;
    none.error_ = {code, std::move(what)};
    return none;
  }

  explicit operator bool() const { return seen_.has_value(); }
  const T& operator*() const { return *seen_; }
  const T* operator->() const { return &*seen_; }
  const Error& error() const { return error_; }

 private:
  std::optional<T> seen_;
  Error error_;
};

// The asker waits no longer than its limit. A look that hangs goes on by itself and keeps its
// thread; while it does, nothing more is asked: the next run waits for the same look. So each owner
// blocks one thread at most. I/O thread only; may be destroyed at any time.
template <class T> class FileLook {
 public:
  explicit FileLook(BlockingPool& pool) : pool_(pool) {}  // must outlive every look

  // `look` must own what it uses and behave the same at every run; it is never run twice at once.
  // Errors: timeout (it hangs), unavailable (no thread came to it: all of them hang).
  boost::asio::awaitable<Looked<T>> run(std::function<T()> look, Milliseconds limit);
  // A look is not over yet, and keeps its thread.
  bool hangs() const { return pending_ && !pending_->over; }

 private:
  struct Pending {
    explicit Pending(boost::asio::any_io_executor executor) : news(std::move(executor)) {}
    Wakeup news;
    std::atomic<bool> begun = false;
    bool over = false;
    std::optional<T> value;
    std::exception_ptr failure;
  };

  static boost::asio::awaitable<void> carry(BlockingPool* pool, std::shared_ptr<Pending> pending,
                                            std::function<T()> look);

  BlockingPool& pool_;
  std::shared_ptr<Pending> pending_;
};

template <class T>
boost::asio::awaitable<void> FileLook<T>::carry(BlockingPool* pool,
                                                std::shared_ptr<Pending> pending,
                                                std::function<T()> look) {
  std::function<T()> work = [pending, look = std::move(look)] {
    pending->begun = true;
    return look();
  };
  try {
    auto value = co_await pool->run(std::move(work));
    pending->value.emplace(std::move(value));
  } catch (...) {
    pending->failure = std::current_exception();
  }
  pending->over = true;
  pending->news.notify();
}

template <class T>
boost::asio::awaitable<Looked<T>> FileLook<T>::run(std::function<T()> look, Milliseconds limit) {
  using std::chrono::steady_clock;
  const auto until = steady_clock::now() + limit;
  auto pending = pending_;
  if (!pending || pending->over) {
    const auto executor = co_await boost::asio::this_coro::executor;
    pending = std::make_shared<Pending>(executor);
    pending_ = pending;
    leave_to_itself(executor, carry(&pool_, pending, std::move(look)));
  }
  while (!pending->over) {
    const auto left = std::chrono::ceil<Milliseconds>(until - steady_clock::now());
    if (left <= Milliseconds{0}) break;
    (void)co_await pending->news.wait_for(left);
  }
  const auto within = " within " + duration_text(limit);
  if (!pending->over && !pending->begun)
    co_return Looked<T>::missed(Errc::unavailable, "could not be looked at" + within);
  if (!pending->over) co_return Looked<T>::missed(Errc::timeout, "did not answer" + within);
  if (pending->failure) std::rethrow_exception(pending->failure);
  co_return Looked<T>(std::move(*pending->value));
}

}  // namespace core
