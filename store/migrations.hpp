// Numbered steps from one schema to the next. Each runs in one transaction together with its new
// `user_version`.
#pragma once

#include "store/sqlite.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace store {

struct Migration {
  int version;  // 1, 2, ... without a hole
  std::string_view sql;
};

std::span<const Migration> migrations();

core::Result<int> version_of(Connection& db);

// A column for a SELECT; of a file that could not be migrated, and is older than the column, what
// stood for it before.
struct Column {
  std::string_view name;
  int since;                // the version that brought it
  std::string_view before;  // SQL
};
core::Result<std::string> readable(Connection& db, std::span<const Column> columns);  // ", a, b"

// Errors: unsupported (it is newer than `known`), and those of Connection.
core::Status refuse_newer(Connection& db, int known);

// Brings the database to the last of `steps`. `before_upgrade(from)` runs once, before the first
// step on a database that has tables already; where it fails nothing is changed. A failing step is
// rolled back, the steps before it stay. Errors: unsupported (the database is newer than the last
// step), and those of Connection.
core::Status migrate(Connection& db, std::span<const Migration> steps,
                     const std::function<core::Status(int from)>& before_upgrade);

}  // namespace store
