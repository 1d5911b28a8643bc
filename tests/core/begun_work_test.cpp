#include "core/io/begun_work.hpp"

#include "core/io/subprocess.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <future>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;
using core::BlockingPool;

namespace {

// A pool whose only thread hangs until it is let go.
struct HungPool {
  HungPool() { core::leave_to_itself(io.get_executor(), hang()); }
  ~HungPool() {
    if (!released) let_go();
  }

  boost::asio::awaitable<void> hang() {
    std::function<void()> work = [hung = release.get_future().share()] { hung.wait(); };
    co_await pool.run(std::move(work));
  }
  void let_go() {
    released = true;
    release.set_value();
  }

  boost::asio::io_context io{1};
  bool released = false;
  std::promise<void> release;
  BlockingPool pool{"test", 1};
};

template <class T>
boost::asio::awaitable<T> then_let_go(HungPool* hung, boost::asio::awaitable<T> work) {
  auto value = co_await std::move(work);
  hung->let_go();
  co_return value;
}

bool until_given_up(const core::GiveUp& give_up) {
  while (!give_up()) std::this_thread::yield();
  return true;
}

}  // namespace

TEST_CASE("work brings its value, or what it throws, however long it takes once it has begun") {
  boost::asio::io_context io{1};
  BlockingPool pool("test", 1);
  const auto seven = [](const core::GiveUp&) {
    const auto until = std::chrono::steady_clock::now() + 30ms;
    while (std::chrono::steady_clock::now() < until) std::this_thread::yield();
    return 7;
  };
  CHECK(support::run(io, core::run_begun_within(pool, 10ms, seven)) == 7);
  const auto throws = [](const core::GiveUp&) { return std::stoi("none"); };
  CHECK_THROWS_AS(support::run(io, core::run_begun_within(pool, 9s, throws)),
                  std::invalid_argument);
}

TEST_CASE("work that no thread comes to in time is never begun") {
  HungPool hung;
  bool begun = false;
  const auto work = [&begun](const core::GiveUp&) { return begun = true; };
  auto waits = core::run_begun_within(hung.pool, 20ms, work);
  CHECK_FALSE(support::run(hung.io, then_let_go(&hung, std::move(waits))));
  const auto next = [](const core::GiveUp&) { return 1; };
  CHECK(support::run(hung.io, core::run_begun_within(hung.pool, 9s, next)) == 1);
  CHECK_FALSE(begun);
}

TEST_CASE("who is cancelled in the queue goes at once, and who is at work is told of it") {
  HungPool hung;
  const auto started = std::chrono::steady_clock::now();
  auto waits = core::within(core::run_begun_within(hung.pool, 60s, until_given_up), 20ms);
  const auto waited = support::run(hung.io, then_let_go(&hung, std::move(waits)));
  CHECK((waited && !*waited));
  auto works = core::run_begun_within(hung.pool, 60s, until_given_up);
  const auto worked = support::run(hung.io, core::within(std::move(works), 50ms));
  CHECK((worked && *worked && **worked));
  CHECK(std::chrono::steady_clock::now() - started < 20s);
}

TEST_CASE("a program whose turn does not come is not run") {
  HungPool hung;
  core::Program program{.argv = {"true"}};
  program.limit = 20ms;
  auto runs = core::run_program(hung.pool, program);
  const auto finished = support::run(hung.io, then_let_go(&hung, std::move(runs)));
  REQUIRE_FALSE(finished);
  CHECK(finished.error().code == core::Errc::cancelled);
  CHECK(finished.error().what ==
        "its turn did not come within 20ms: too many other programs are slow");
}
