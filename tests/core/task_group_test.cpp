#include "core/io/task_group.hpp"

#include "core/io/timing.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

struct Scene {
  boost::asio::io_context io{1};
  std::vector<std::string> failures;
  core::TaskGroup group{io.get_executor(), [this](const std::string& name, std::exception_ptr) {
                          failures.push_back(name);
                        }};
};

awaitable<void> sleeper(std::string& ended_by) {
  try {
    co_await core::wait_for(1h);
    ended_by = "itself";
  } catch (const boost::system::system_error&) {
    ended_by = "cancellation";
    throw;
  }
}

awaitable<void> quick(int& runs) {
  ++runs;
  co_return;
}

awaitable<void> broken() {
  co_await core::wait_for(1ms);
  throw std::runtime_error("a bug");
}

// Hears only the insisting kind, as a task does that must finish what it has begun.
awaitable<void> stubborn(std::string& ended_by) {
  co_await boost::asio::this_coro::reset_cancellation_state(
      boost::asio::enable_terminal_cancellation());
  co_await sleeper(ended_by);
}

awaitable<void> read_a_line(boost::asio::local::stream_protocol::socket socket) {
  std::string line;
  co_await boost::asio::async_read_until(socket, boost::asio::dynamic_buffer(line), '\n',
                                         boost::asio::use_awaitable);
}

awaitable<bool> cancel_and_join(core::TaskGroup& group) {
  group.cancel();
  co_return co_await group.join(5s);
}

awaitable<bool> cancel_then_insist(core::TaskGroup& group, bool& ended_by_asking) {
  co_await core::wait_for(1ms);
  group.cancel();
  ended_by_asking = co_await group.join(20ms);
  group.terminate();
  co_return co_await group.join(5s);
}

}  // namespace

TEST_CASE("a task that ends by itself leaves the group") {
  Scene scene;
  int runs = 0;
  scene.group.spawn("quick", quick(runs));
  CHECK(support::run(scene.io, scene.group.join(1s)));
  CHECK(runs == 1);
  CHECK(scene.group.size() == 0);
}

TEST_CASE("a cancelled task ends at its next suspension, and that is no failure") {
  Scene scene;
  std::string ended_by;
  scene.group.spawn("sleeper", sleeper(ended_by));
  scene.io.poll();
  CHECK(support::run(scene.io, cancel_and_join(scene.group)));
  CHECK(ended_by == "cancellation");
  CHECK(scene.failures.empty());
}

TEST_CASE("a task in the middle of a composed operation hears the cancellation too") {
  Scene scene;
  boost::asio::local::stream_protocol::socket here(scene.io), there(scene.io);
  boost::asio::local::connect_pair(here, there);
  scene.group.spawn("reader", read_a_line(std::move(here)));
  scene.io.poll();
  CHECK(support::run(scene.io, cancel_and_join(scene.group)));
}

TEST_CASE("a task that is cancelled before its first step never begins") {
  Scene scene;
  int runs = 0;
  scene.group.spawn("quick", quick(runs));
  scene.group.cancel();
  CHECK(support::run(scene.io, scene.group.join(1s)));
  CHECK(runs == 0);
}

TEST_CASE("a task that fails is reported with its name") {
  Scene scene;
  scene.group.spawn("broken", broken());
  CHECK(support::run(scene.io, scene.group.join(1s)));
  CHECK(scene.failures == std::vector<std::string>{"broken"});
}

TEST_CASE("a task that finishes its step first is joined only after insisting") {
  Scene scene;
  std::string ended_by;
  bool ended_by_asking = true;
  scene.group.spawn("stubborn", stubborn(ended_by));
  CHECK(support::run(scene.io, cancel_then_insist(scene.group, ended_by_asking)));
  CHECK_FALSE(ended_by_asking);
  CHECK(ended_by == "cancellation");
}
