#include "core/io/socket_peer.hpp"

#include <sys/socket.h>
#include <sys/un.h>

namespace core {

int socket_peer_pid(int descriptor) {
  ::pid_t peer = 0;
  ::socklen_t size = sizeof peer;
  if (::getsockopt(descriptor, SOL_LOCAL, LOCAL_PEERPID, &peer, &size) != 0) return 0;
  return peer;
}

}  // namespace core
