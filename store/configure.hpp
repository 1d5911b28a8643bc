// How a connection to a database of ours is set up.
#pragma once

#include "store/sqlite.hpp"

namespace store {

// Before the first table is made: these cannot be changed later.
core::Status configure_new(Connection& db);
// WAL, synchronous=FULL, foreign keys, limits. Every connection that writes.
core::Status configure(Connection& db);

}  // namespace store
