// Who is at the other end of a Unix socket.
#pragma once

namespace core {

// Process id; 0 where the system does not say, or `descriptor` is not a Unix socket.
int socket_peer_pid(int descriptor);

}  // namespace core
