// Everything that the loop keeps in memory, read at one moment; and the changes of it, written one
// by one.
#pragma once

#include "reconcile/ports.hpp"
#include "store/generation_table.hpp"
#include "store/sqlite.hpp"

namespace store {

// Errors: those of Connection; corrupt where a stored value cannot be understood (nothing is left
// out silently).
core::Result<reconcile::Snapshot> read_snapshot(Connection& db, const SpecDecoder& decode);

// Inside a transaction of the caller. Errors: those of Connection (conflict: it refers to a
// deployment that is not there); not_found.
core::Status apply_change(Connection& db, const reconcile::Change& change);

}  // namespace store
