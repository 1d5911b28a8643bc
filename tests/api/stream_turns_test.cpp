#include "api/stream_turns.hpp"

#include "core/io/task_group.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;

namespace {

constexpr int clients = 200, pieces = 50;
constexpr core::Milliseconds to_end{5000};

awaitable<void> a_turn_of_the_loop() {
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
}

// A stream as it writes: each piece goes through the loop once.
awaitable<void> stream(api::StreamTurns& turns, int& sent, std::vector<int>& order, int self) {
  for (int i = 0; i < pieces; ++i) {
    co_await turns.take();
    ++sent;
    if (i == 0) order.push_back(self);
    co_await a_turn_of_the_loop();
  }
}

struct Scene {
  api::StreamTurns turns;
  int sent = 0, sent_meanwhile = 0;
  std::vector<int> order;
};

awaitable<void> play(Scene& scene) {
  core::TaskGroup streams(co_await asio::this_coro::executor, nullptr);
  for (int i = 0; i < clients; ++i)
    streams.spawn("stream", stream(scene.turns, scene.sent, scene.order, i));
  for (int i = 0; i < 20; ++i) co_await a_turn_of_the_loop();
  const int before = scene.sent;
  for (int i = 0; i < 10; ++i) co_await a_turn_of_the_loop();
  scene.sent_meanwhile = scene.sent - before;
  while (scene.sent < clients * pieces) co_await a_turn_of_the_loop();
  (void)co_await streams.join(to_end);
}

awaitable<void> cancelled_waiters(Scene& scene) {
  core::TaskGroup first(co_await asio::this_coro::executor, nullptr);
  for (int i = 0; i < clients; ++i)
    first.spawn("stream", stream(scene.turns, scene.sent, scene.order, i));
  for (int i = 0; i < 5; ++i) co_await a_turn_of_the_loop();
  first.cancel();
  (void)co_await first.join(to_end);
  co_await scene.turns.take();
  scene.sent = -1;
}

}  // namespace

TEST_CASE("however many streams have something to send, one piece goes out in each turn") {
  Scene scene;
  boost::asio::io_context io{1};
  support::run(io, play(scene));
  CHECK(scene.sent_meanwhile <= 10);
  CHECK(scene.sent_meanwhile >= 1);
  REQUIRE(scene.order.size() == clients);
  CHECK(std::is_sorted(scene.order.begin(), scene.order.end()));
}

TEST_CASE("streams that end while they wait leave the turn to others") {
  Scene scene;
  boost::asio::io_context io{1};
  support::run(io, cancelled_waiters(scene));
  CHECK(scene.sent == -1);
}
