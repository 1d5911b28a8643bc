#include "core/io/one_heap.hpp"

#include <malloc.h>

namespace core {

void use_one_heap() { ::mallopt(M_ARENA_MAX, 1); }

}  // namespace core
