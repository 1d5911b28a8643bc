// What state.db looks like, and how every connection to it is set up.
#pragma once

#include "store/sqlite.hpp"

#include <string_view>

namespace store {

// The SQL of the migrations.
extern const std::string_view schema_1, schema_2, schema_3, schema_4, schema_5, schema_6, schema_7;

// Before the first table is made: these cannot be changed later.
core::Status configure_new(Connection& db);
// WAL, synchronous=FULL, foreign keys, limits. Every connection that writes.
core::Status configure(Connection& db);

}  // namespace store
