#include "core/io/own_failure.hpp"

#include <cerrno>

namespace core {

bool is_own_failure(int error) {
  switch (error) {
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case ENOBUFS:
    case ENETDOWN:
    case ENETUNREACH:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT: return true;
    default: return false;
  }
}

}  // namespace core
