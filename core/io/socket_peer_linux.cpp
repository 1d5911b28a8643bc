#include "core/io/socket_peer.hpp"

#include <sys/socket.h>
#include <sys/un.h>

namespace core {

int socket_peer_pid(int descriptor) {
  ::ucred peer{};
  ::socklen_t size = sizeof peer;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return 0;
  return peer.pid;
}

}  // namespace core
