#include "api/peer.hpp"

#include <unistd.h>

namespace api {

core::Result<Credentials> peer_credentials(int descriptor) {
  Credentials found;
  if (::getpeereid(descriptor, &found.uid, &found.gid) != 0)
    return core::Error{core::Errc::denied, "the peer's credentials cannot be read"};
  return found;
}

}  // namespace api
