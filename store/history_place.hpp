// The file of history.db: opened, made where it is not there, set aside where it is no use.
// Blocking.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/sqlite.hpp"

#include <filesystem>

namespace store {

// For reading and writing; small work, whatever the size of the file: what is damaged inside shows
// when it is used. Errors: corrupt, unsupported (newer), denied, unavailable (disk full), io.
core::Result<Connection> open_history_file(const std::filesystem::path& file);

// Whether only a new file helps.
bool is_damage(const core::Error& error);

// <file>.damaged-<time>, with its log; an earlier one of those goes. No connection to it may be
// open.
core::Result<std::filesystem::path> set_history_aside(const std::filesystem::path& file,
                                                      core::WallTime now);

}  // namespace store
