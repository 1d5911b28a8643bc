#include "api/stream_turns.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace api {
namespace asio = boost::asio;
namespace {

using Permit = core::Semaphore::Permit;

// Runs behind all that is ready now, and the look for more.
struct EndOfTurn {
  std::shared_ptr<core::Semaphore> turn;
  std::shared_ptr<Permit> permit;  // goes before its semaphore
  void operator()() { permit->release(); }
};

}  // namespace

asio::awaitable<void> StreamTurns::take() {
  const auto executor = co_await asio::this_coro::executor;
  if (!turn_) turn_ = std::make_shared<core::Semaphore>(executor, 1);
  const auto turn = turn_;
  auto permit = co_await turn->acquire();
  EndOfTurn end{turn, std::make_shared<Permit>(std::move(permit))};
  asio::post(executor, std::move(end));
}

}  // namespace api
