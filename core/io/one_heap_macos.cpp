#include "core/io/one_heap.hpp"

namespace core {

// Its allocator shares its zones between threads.
void use_one_heap() {}

}  // namespace core
