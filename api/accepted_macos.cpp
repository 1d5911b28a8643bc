#include "api/accepted.hpp"

#include <fcntl.h>
#include <sys/socket.h>

namespace api {

int accept_for_us_alone(int listening) {
  const int accepted = ::accept(listening, nullptr, nullptr);
  if (accepted >= 0) (void)::fcntl(accepted, F_SETFD, FD_CLOEXEC);
  return accepted;
}

}  // namespace api
