// A copy of the database beside it, before something is changed that cannot be changed back.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/sqlite.hpp"

#include <filesystem>
#include <vector>

namespace store {

inline constexpr int backups_max = 2;

// <file>.backup-<time>-v<from>-before-v<to>, complete and synced when it returns, readable by its
// owner only.
core::Result<std::filesystem::path> back_up(Connection& db, int from, int to, core::WallTime now);

// Newest first.
std::vector<std::filesystem::path> backups_of(const std::filesystem::path& file);

// All but `made`, which is new whatever the clock said (at a boot without one it is 1970), and the
// newest others: `backups_max` together.
void remove_old_backups(const std::filesystem::path& made);

}  // namespace store
