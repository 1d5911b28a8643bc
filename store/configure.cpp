#include "store/configure.hpp"

namespace store {

core::Status configure_new(Connection& db) {
  return db.script("PRAGMA auto_vacuum = INCREMENTAL;");
}

core::Status configure(Connection& db) {
  // fullfsync matters on macOS only: there a plain fsync leaves the data in the drive's cache.
  return db.script(R"sql(
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_size_limit = 16777216;
  )sql");
}

}  // namespace store
