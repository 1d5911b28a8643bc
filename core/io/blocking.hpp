// The only place that leaves the I/O thread: SQLite with fsync, libcurl, DNS, subprocesses, files
// that may hang.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>

namespace core {

// A pool of at most `threads` threads, each started when work first has to wait for it, and kept.
// Work is done in the order of submission; the caller comes back on
// its own executor. The destructor finishes what was submitted. Each piece of work must bound its
// own time.
class BlockingPool {
 public:
  using MakeThread = std::function<std::thread(std::function<void()> body)>;
  BlockingPool(std::string name, int threads, MakeThread make_thread = {});  // a test's own
  ~BlockingPool();

  // Something was submitted and has not ended: the destructor would wait for it.
  bool is_busy() const;

  // Runs `work` in the pool and returns its value; an exception of `work` is rethrown to the
  // caller, and where the system gives the pool not even one thread that exception. Cancelling the
  // caller does not stop work that has begun: the caller is resumed when it ended.
  template <class F> auto run(F work) -> boost::asio::awaitable<std::invoke_result_t<F&>>;

 private:
  boost::asio::awaitable<void> run_erased(std::function<void()> work);
  struct State;
  std::unique_ptr<State> state_;
};

template <class F>
auto BlockingPool::run(F work) -> boost::asio::awaitable<std::invoke_result_t<F&>> {
  using T = std::invoke_result_t<F&>;
  if constexpr (std::is_void_v<T>) {
    std::function<void()> erased = std::move(work);
    co_await run_erased(std::move(erased));
  } else {
    auto slot = std::make_shared<std::optional<T>>();
    auto shared = std::make_shared<F>(std::move(work));
    std::function<void()> erased = [slot, shared] { slot->emplace((*shared)()); };
    co_await run_erased(std::move(erased));
    co_return std::move(**slot);
  }
}

}  // namespace core
