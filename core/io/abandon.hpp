// Work that nobody waits for any more, because it hangs where it cannot be cancelled.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace core {

// Starts `work` and returns at once. Nobody joins or cancels it: what it uses it must own, or that
// must live as long as the process does; and it may not throw. For a system call on a disk that
// does not answer, whose caller has to go on; anything else belongs into a TaskGroup.
void leave_to_itself(boost::asio::any_io_executor executor, boost::asio::awaitable<void> work);

// Waits until `work` has ended; a cancellation of the caller does not reach it. An exception of it
// is passed on.
boost::asio::awaitable<void> unheard(boost::asio::awaitable<void> work);

}  // namespace core
