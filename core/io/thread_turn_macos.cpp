#include "core/io/thread_turn.hpp"

namespace core {

// Priorities are those of whole processes here, and children inherit them.
bool go_first() { return false; }

}  // namespace core
