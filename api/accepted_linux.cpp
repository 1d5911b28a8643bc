#include "api/accepted.hpp"

#include <sys/socket.h>

namespace api {

int accept_for_us_alone(int listening) {
  return ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
}

}  // namespace api
