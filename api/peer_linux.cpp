#include "api/peer.hpp"

#include <sys/socket.h>

namespace api {

core::Result<Credentials> peer_credentials(int descriptor) {
  struct ::ucred found = {};
  ::socklen_t size = sizeof found;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &found, &size) != 0)
    return core::Error{core::Errc::denied, "the peer's credentials cannot be read"};
  return Credentials{found.uid, found.gid, found.pid};
}

}  // namespace api
