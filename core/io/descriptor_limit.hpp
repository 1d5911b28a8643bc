// How many files this process may have open at once.
#pragma once

#include <cstddef>

namespace core {

// Raises the soft limit to the hard one, but not beyond 65,536, and returns what it is then. What
// is started afterwards inherits it: programs that use select(2) must not be.
std::size_t raise_descriptor_limit();

}  // namespace core
