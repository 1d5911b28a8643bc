// Tables `notify_memory`, `notify_cursor` and `silences`: what the pipeline goes on from after a
// restart.
#pragma once

#include "notify/ports.hpp"
#include "store/sqlite.hpp"

#include <optional>
#include <vector>

namespace store {

core::Result<std::vector<notify::MemoryRow>> read_notify_memory(Connection& db);
// A row without a value is forgotten.
core::Status put_notify_memory(Connection& db, const notify::MemoryRow& row);

// Nothing where it was never put.
core::Result<std::optional<model::EventId>> read_notify_cursor(Connection& db);
core::Status put_notify_cursor(Connection& db, model::EventId cursor);

// Ascending by id.
core::Result<std::vector<notify::Silence>> read_silences(Connection& db);
// Replaces the one with its id; one with id 0 is given one. The id.
core::Result<std::int64_t> put_silence(Connection& db, const notify::Silence& silence);
// That ended before, at most `count`; how many went.
core::Result<std::int64_t> forget_silences(Connection& db, core::WallTime before, int count);

}  // namespace store
