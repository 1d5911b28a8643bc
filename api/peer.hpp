// Who is at the other end of a Unix socket.
#pragma once

#include "core/result.hpp"

#include <sys/types.h>

namespace api {

struct Credentials {
  ::uid_t uid = 0;
  ::gid_t gid = 0;
  ::pid_t pid = 0;  // 0 where the system does not say
  bool operator==(const Credentials&) const = default;
};

// As the kernel took them when the peer connected (SO_PEERCRED, getpeereid).
core::Result<Credentials> peer_credentials(int descriptor);

}  // namespace api
