// A database file where there is none, and what a refusal of the files beside one means.
#pragma once

#include "core/result.hpp"
#include "store/migrations.hpp"

#include <filesystem>
#include <span>

namespace store {

// Readable by its owner only. It appears under its name only when it is complete and synced.
core::Status make_database(const std::filesystem::path& file, std::span<const Migration> steps);

// SQLite's "unable to open", "disk I/O error" hide that nothing can be written there: the error
// with that said, as denied or unavailable; else as it was.
core::Error with_cause(core::Error error, const std::filesystem::path& file);

}  // namespace store
