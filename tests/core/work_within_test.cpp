#include "core/io/work_within.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <future>
#include <stdexcept>

using namespace std::chrono_literals;
using core::BlockingPool;
using core::Looked;

namespace {

// Hangs until it is let go.
struct Hanging {
  std::function<int()> work() {
    return [released = released] {
      released.wait();
      return 1;
    };
  }
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
};

struct Results {
  Looked<int> hung, not_begun, after;
  bool was_begun = false;
};

boost::asio::awaitable<Results> hang_then_go_on(BlockingPool* pool, Hanging* hanging) {
  Results results;
  auto hung = co_await core::run_within(*pool, 20ms, hanging->work());
  const auto begun = std::make_shared<std::atomic<bool>>(false);
  std::function<int()> waits = [begun] {
    *begun = true;
    return 2;
  };
  auto not_begun = co_await core::run_within(*pool, 20ms, std::move(waits));
  hanging->release.set_value();
  std::function<int()> three = [] { return 3; };
  auto after = co_await core::run_within(*pool, 30s, std::move(three));
  results.hung = std::move(hung);
  results.not_begun = std::move(not_begun);
  results.after = std::move(after);
  results.was_begun = *begun;
  co_return results;
}

}  // namespace

TEST_CASE("work that ends in time brings its value, or what it throws") {
  boost::asio::io_context io{1};
  BlockingPool pool("test", 1);
  std::function<int()> seven = [] { return 7; }, throws = [] { return std::stoi("none"); };
  CHECK(*support::run(io, core::run_within(pool, 30s, seven)) == 7);
  CHECK_THROWS_AS(support::run(io, core::run_within(pool, 30s, throws)), std::invalid_argument);
}

TEST_CASE("work that hangs is left, and what waits behind it is never begun") {
  boost::asio::io_context io{1};
  BlockingPool pool("test", 1);
  Hanging hanging;
  const auto results = support::run(io, hang_then_go_on(&pool, &hanging));
  CHECK(results.hung.error() == core::Error{core::Errc::timeout, "did not end within 20ms"});
  CHECK(results.not_begun.error().code == core::Errc::unavailable);
  CHECK_FALSE(results.was_begun);
  CHECK(*results.after == 3);
}
