#include "core/io/left_behind.hpp"

namespace core {

// The environment of another process is not to be seen here.
void kill_family(const FamilyMark&, pid_t) {}

}  // namespace core
