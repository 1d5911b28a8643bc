// How large a database is, and making its file smaller in small steps.
#pragma once

#include "core/result.hpp"
#include "store/sqlite.hpp"

#include <cstdint>

namespace store {

// Without the pages that are free.
core::Result<std::int64_t> bytes_used(Connection& db);

// Some free pages beyond those kept for what comes go back to the file system; true where some
// did.
core::Result<bool> give_back_space(Connection& db);

}  // namespace store
