#include "core/io/blocking.hpp"

#include "core/io/task_group.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <atomic>
#include <csignal>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using boost::asio::awaitable;

void ignore_failure(const std::string&, std::exception_ptr) {}

awaitable<std::pair<std::thread::id, std::thread::id>> where_it_ran(core::BlockingPool& pool) {
  auto there = co_await pool.run([] { return std::this_thread::get_id(); });
  co_return std::pair{there, std::this_thread::get_id()};
}

awaitable<std::string> throwing(core::BlockingPool& pool) {
  std::function<int()> work = []() -> int { throw std::runtime_error("the disk is on fire"); };
  co_await pool.run(work);
  co_return "returned";
}

awaitable<void> append(core::BlockingPool& pool, std::vector<int>& order, int number) {
  std::function<void()> work = [&order, number] { order.push_back(number); };
  co_await pool.run(std::move(work));
}

awaitable<void> wait_and_note(core::BlockingPool& pool, std::shared_future<void> gate,
                              std::atomic<bool>& ended, bool& resumed_after_end) {
  std::function<int()> work = [gate, &ended] {
    gate.wait();
    ended = true;
    return 1;
  };
  co_await pool.run(work);
  resumed_after_end = ended;
}

awaitable<void> open_gate(core::BlockingPool& pool, std::promise<void>& gate) {
  std::function<void()> work = [&gate] { gate.set_value(); };
  co_await pool.run(std::move(work));
}

awaitable<void> cancel_then_open(core::TaskGroup& group, std::promise<void>& gate,
                                 core::BlockingPool& other) {
  co_await other.run([] {});  // the first task has started by now
  group.cancel();
  gate.set_value();
}

}  // namespace

TEST_CASE("work runs in the pool and its caller comes back on its own thread") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1);
  const auto [there, here] = support::run(io, where_it_ran(pool));
  CHECK(there != std::this_thread::get_id());
  CHECK(here == std::this_thread::get_id());
}

TEST_CASE("an exception of the work reaches the caller") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1);
  CHECK_THROWS_WITH(support::run(io, throwing(pool)), "the disk is on fire");
}

TEST_CASE("a pool of one thread keeps the order of submission") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1);
  std::vector<int> order, expected;
  core::TaskGroup group(io.get_executor(), ignore_failure);
  for (int i = 0; i < 200; ++i) {
    group.spawn("append", append(pool, order, i));
    expected.push_back(i);
  }
  support::run(io, group.join(core::Milliseconds(10'000)));
  CHECK(order == expected);
}

TEST_CASE("work that waits for other work of its pool does not keep it from beginning") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 2);
  core::TaskGroup group(io.get_executor(), ignore_failure);
  std::promise<void> gate;
  std::atomic<bool> ended = false;
  bool resumed_after_end = false;
  group.spawn("waits", wait_and_note(pool, gate.get_future().share(), ended, resumed_after_end));
  group.spawn("opens", open_gate(pool, gate));
  io.run();
  CHECK(resumed_after_end);
}

TEST_CASE("a pool is busy while something of it has not ended") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1);
  core::TaskGroup group(io.get_executor(), ignore_failure);
  std::promise<void> gate;
  std::atomic<bool> ended = false;
  bool resumed_after_end = false;
  CHECK_FALSE(pool.is_busy());
  group.spawn("waits", wait_and_note(pool, gate.get_future().share(), ended, resumed_after_end));
  io.poll();
  CHECK(pool.is_busy());
  gate.set_value();
  io.run();
  support::run(io, where_it_ran(pool));  // the thread is free again
  while (pool.is_busy()) std::this_thread::yield();
  CHECK(ended);
}

TEST_CASE("a cancelled caller is resumed only when its work has ended") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1), other("other", 1);
  std::promise<void> gate;
  std::atomic<bool> ended = false;
  bool resumed_after_end = false;
  core::TaskGroup group(io.get_executor(), ignore_failure),
      driver(io.get_executor(), ignore_failure);
  group.spawn("waiting", wait_and_note(pool, gate.get_future().share(), ended, resumed_after_end));
  driver.spawn("cancelling", cancel_then_open(group, gate, other));
  io.run();
  CHECK(ended);
  CHECK(resumed_after_end);
}

TEST_CASE("the destructor of a pool finishes what was submitted") {
  boost::asio::io_context io{1};
  std::vector<int> order;
  core::TaskGroup group(io.get_executor(), ignore_failure);
  {
    core::BlockingPool pool("test", 1);
    for (int i = 0; i < 20; ++i) group.spawn("append", append(pool, order, i));
    io.poll();  // every task has submitted its work
  }
  CHECK(order.size() == 20);
  io.run();
  CHECK(group.size() == 0);
}

TEST_CASE("threads of a pool leave signals to the others") {
  boost::asio::io_context io{1};
  core::BlockingPool pool("test", 1);
  auto blocked = [](core::BlockingPool& in) -> awaitable<bool> {
    auto seen = co_await in.run([] {
      sigset_t mask;
      ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
      return ::sigismember(&mask, SIGTERM) == 1;
    });
    co_return seen;
  };
  CHECK(support::run(io, blocked(pool)));
  sigset_t mine;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mine);
  CHECK(::sigismember(&mine, SIGTERM) == 0);
}

TEST_CASE("where the system gives no thread the caller is told, and the next one may have luck") {
  boost::asio::io_context io{1};
  bool none_left = true;
  int asked = 0;
  core::BlockingPool pool("test", 2, [&](std::function<void()> body) {
    ++asked;
    if (none_left) throw std::system_error(EAGAIN, std::generic_category());
    none_left = true;  // the second one
    return std::thread(std::move(body));
  });
  CHECK_THROWS_AS(support::run(io, pool.run([] { return 1; })), std::system_error);
  CHECK_FALSE(pool.is_busy());
  none_left = false;
  CHECK(support::run(io, pool.run([] { return 2; })) == 2);

  // Those who come while the one thread is at work wait for it.
  std::promise<void> gate;
  std::atomic<bool> ended = false;
  bool resumed_after_end = false;
  std::vector<int> order;
  core::TaskGroup group(io.get_executor(), ignore_failure);
  group.spawn("first", wait_and_note(pool, gate.get_future().share(), ended, resumed_after_end));
  for (int number = 0; number < 3; ++number) group.spawn("job", append(pool, order, number));
  boost::asio::post(io, [&gate] { gate.set_value(); });
  io.restart();
  io.run();
  CHECK(resumed_after_end);
  CHECK(order == std::vector<int>{0, 1, 2});
  CHECK(asked > 2);
}
