#include "core/io/abandon.hpp"

#include "core/check.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <utility>

namespace core {

void leave_to_itself(boost::asio::any_io_executor executor, boost::asio::awaitable<void> work) {
  boost::asio::co_spawn(executor, std::move(work),
                        [](std::exception_ptr failure) { CHECK(failure == nullptr); });
}

}  // namespace core
