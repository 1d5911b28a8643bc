#include "core/io/abandon.hpp"

#include "core/check.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace core {

void leave_to_itself(boost::asio::any_io_executor executor, boost::asio::awaitable<void> work) {
  boost::asio::co_spawn(executor, std::move(work),
                        [](std::exception_ptr failure) { CHECK(failure == nullptr); });
}

boost::asio::awaitable<void> unheard(boost::asio::awaitable<void> work) {
  namespace asio = boost::asio;
  const auto executor = co_await asio::this_coro::executor;
  auto token = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  auto waiting = asio::co_spawn(executor, std::move(work), std::move(token));
  co_await std::move(waiting);
}

}  // namespace core
