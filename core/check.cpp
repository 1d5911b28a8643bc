#include "core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace core {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "evenkeel: internal error: %s at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace core
