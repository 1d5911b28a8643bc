#include "core/io/timing.hpp"

#include "core/io/task_group.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/system/system_error.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

awaitable<core::Result<int>> answer_after(core::Milliseconds delay) {
  co_await core::wait_for(delay);
  co_return 42;
}

awaitable<core::Result<int>> fail_at_once() { co_return core::invalid("no such thing"); }

awaitable<core::Result<int>> throw_at_once() {
  throw std::runtime_error("a bug");
  co_return 0;
}

// As work does that turns every error code into a value.
awaitable<core::Result<int>> swallow_cancellation() {
  try {
    co_await core::wait_for(1h);
  } catch (const boost::system::system_error&) {
  }
  co_return core::Error{core::Errc::unavailable, "connection closed"};
}

// As work does whose last wait had ended before it was cancelled.
awaitable<core::Result<int>> take_after_cancellation() {
  (void)co_await swallow_cancellation();
  co_return 42;
}

awaitable<void> note_how_it_ends(std::string& how, core::Milliseconds limit) {
  try {
    const auto result = co_await core::with_timeout(swallow_cancellation(), limit);
    how = result ? "value" : std::string(core::name_of(result.error().code));
  } catch (const boost::system::system_error& error) {
    how = error.code() == boost::asio::error::operation_aborted ? "cancelled" : "other";
  }
}

awaitable<void> count_to_an_exception() {
  co_await core::wait_for(1ms);
  throw std::runtime_error("a bug");
}

awaitable<void> count_wakeups(core::Wakeup& wakeup, int& count) {
  for (;;) {
    co_await wakeup.wait();
    ++count;
  }
}

awaitable<void> hold_for(core::Semaphore& semaphore, core::Milliseconds time,
                         std::vector<int>& order, int number) {
  const auto permit = co_await semaphore.acquire();
  order.push_back(number);
  co_await core::wait_for(time);
}

awaitable<bool> cancel_and_join(core::TaskGroup& group) {
  group.cancel();
  co_return co_await group.join(5s);
}

void fail_on_bug(const std::string& name, std::exception_ptr) { FAIL("task failed: " << name); }

struct Scene {
  boost::asio::io_context io{1};
  core::TaskGroup group{io.get_executor(), fail_on_bug};
};

}  // namespace

TEST_CASE("work that ends within its limit keeps its value") {
  boost::asio::io_context io;
  CHECK(support::run(io, core::with_timeout(answer_after(1ms), 10s)).value() == 42);
}

TEST_CASE("work over its limit is a timeout") {
  boost::asio::io_context io;
  const auto result = support::run(io, core::with_timeout(answer_after(1h), 5ms));
  REQUIRE_FALSE(result);
  CHECK(result.error().code == core::Errc::timeout);
}

TEST_CASE("work that turns its cancellation into an error of its own is a timeout all the same") {
  boost::asio::io_context io;
  CHECK(support::run(io, core::with_timeout(swallow_cancellation(), 5ms)).error().code ==
        core::Errc::timeout);
}

TEST_CASE("what work has taken is not lost where its limit ends at the same moment") {
  boost::asio::io_context io;
  const auto result = support::run(io, core::within(take_after_cancellation(), 5ms));
  REQUIRE(result);
  CHECK(result->value() == 42);
}

TEST_CASE("an early failure is returned at once and not as a timeout") {
  boost::asio::io_context io;
  const auto result = support::run(io, core::with_timeout(fail_at_once(), 1h));
  REQUIRE_FALSE(result);
  CHECK(result.error().code == core::Errc::invalid);
}

TEST_CASE("an exception of the work comes through the limit") {
  boost::asio::io_context io;
  CHECK_THROWS_AS(support::run(io, core::with_timeout(throw_at_once(), 1h)), std::runtime_error);
}

TEST_CASE("an outer cancellation goes through to the work and is not called a timeout") {
  Scene scene;
  std::string how;
  scene.group.spawn("waiting", note_how_it_ends(how, 1h));
  scene.io.poll();
  CHECK(support::run(scene.io, cancel_and_join(scene.group)));
  CHECK(how == "cancelled");
}

namespace {

awaitable<void> note(std::vector<int>& order, int number, core::Milliseconds delay) {
  co_await core::wait_for(delay);
  order.push_back(number);
}

awaitable<void> note_all(std::vector<int>& order) {
  std::vector<awaitable<void>> all;
  all.push_back(note(order, 1, 20ms));
  all.push_back(note(order, 2, 1ms));
  co_await core::gather(std::move(all));
}

awaitable<void> fail_among_others(std::vector<int>& order) {
  std::vector<awaitable<void>> all;
  all.push_back(note(order, 1, 5ms));
  all.push_back(count_to_an_exception());
  co_await core::gather(std::move(all));
}

}  // namespace

TEST_CASE("what is gathered runs at the same time, and all of it ends") {
  boost::asio::io_context io;
  std::vector<int> order;
  support::run(io, note_all(order));
  CHECK(order == std::vector<int>{2, 1});
  order.clear();
  CHECK_THROWS_AS(support::run(io, fail_among_others(order)), std::runtime_error);
  CHECK(order == std::vector<int>{1});
}

TEST_CASE("many notifications before the wait wake it once") {
  Scene scene;
  core::Wakeup wakeup(scene.io.get_executor());
  int count = 0;
  wakeup.notify();
  wakeup.notify();
  wakeup.notify();
  scene.group.spawn("sleeping", count_wakeups(wakeup, count));
  scene.io.poll();
  CHECK(count == 1);
  wakeup.notify();
  wakeup.notify();
  scene.io.restart();
  scene.io.poll();
  CHECK(count == 2);
  CHECK(support::run(scene.io, cancel_and_join(scene.group)));
}

TEST_CASE("a wakeup with a limit tells a notification from the end of the limit") {
  boost::asio::io_context io;
  core::Wakeup wakeup(io.get_executor());
  CHECK_FALSE(support::run(io, wakeup.wait_for(2ms)));
  wakeup.notify();
  CHECK(support::run(io, wakeup.wait_for(1h)));
}

TEST_CASE("a semaphore lets its holders in one after the other, in the order they came") {
  Scene scene;
  core::Semaphore semaphore(scene.io.get_executor(), 1);
  std::vector<int> order;
  for (int number = 1; number <= 3; ++number)
    scene.group.spawn("holder", hold_for(semaphore, 1ms, order, number));
  CHECK(semaphore.available() == 1);
  CHECK(support::run(scene.io, scene.group.join(5s)));
  CHECK(order == std::vector<int>{1, 2, 3});
  CHECK(semaphore.available() == 1);
}

TEST_CASE("a cancelled waiter leaves the queue of a semaphore and takes no permit with it") {
  Scene scene;
  core::TaskGroup impatient(scene.io.get_executor(), fail_on_bug);
  core::Semaphore semaphore(scene.io.get_executor(), 1);
  std::vector<int> order;
  scene.group.spawn("holder", hold_for(semaphore, 10ms, order, 1));
  impatient.spawn("waiter", hold_for(semaphore, 1ms, order, 2));
  scene.group.spawn("patient", hold_for(semaphore, 1ms, order, 3));
  scene.io.poll();
  impatient.cancel();
  CHECK(support::run(scene.io, scene.group.join(5s)));
  CHECK(support::run(scene.io, impatient.join(5s)));
  CHECK(order == std::vector<int>{1, 3});
  CHECK(semaphore.available() == 1);
}
