// Opens or makes state.db. Blocking: a large file is checked whole. A file that is there is never
// replaced.
#pragma once

#include "core/clock.hpp"
#include "reconcile/ports.hpp"
#include "store/generation_table.hpp"
#include "store/migrations.hpp"
#include "store/sqlite.hpp"

#include <filesystem>
#include <span>

namespace store {

// A checked, migrated and writable database. A new one appears under its name only when it is
// complete. Errors: as of Connection, and unsupported for a newer one; rescue_from tells what they
// mean.
core::Result<Connection> open_database(const std::filesystem::path& file,
                                       std::span<const Migration> steps, core::WallTime now);

// For questions beside the one that writes.
core::Result<Connection> open_reader(const std::filesystem::path& file);

// What can be read where writing is not possible; empty where nothing can. Changes nothing.
reconcile::Snapshot salvage(const std::filesystem::path& file, const SpecDecoder& decode);

}  // namespace store
