// Names to addresses within a limit, which the system's resolver does not have.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <sys/socket.h>

namespace core {

struct NetworkAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
  int family = 0;
};

// Lookups that nobody waits for any more go on behind our back; no more than so many at a time.
constexpr int lookups_max = 16;

// Where a host can be reached, in the order in which to try; `socket_type` is SOCK_STREAM or
// SOCK_DGRAM. A numeric address is taken as it is. Blocks for at most `limit`: for pool threads.
// Thread-safe. Errors: not_found (no such name), timeout, cancelled (`give_up`, which may be
// empty), unavailable (too many lookups hang, or the resolver's own words).
Result<std::vector<NetworkAddress>> resolve(const std::string& host, std::uint16_t port,
                                            int socket_type, Milliseconds limit,
                                            const std::function<bool()>& give_up);

// The same for the I/O thread, until cancelled: that is heard at once, however long the system's
// resolver hangs.
boost::asio::awaitable<Result<std::vector<NetworkAddress>>> resolve_aside(std::string host,
                                                                          std::uint16_t port,
                                                                          int socket_type);

}  // namespace core
