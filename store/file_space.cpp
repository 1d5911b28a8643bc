#include "store/file_space.hpp"

namespace store {
namespace {

// Free pages are kept for new rows up to here; beyond, they go back to the file system.
constexpr std::int64_t spare_pages = 1024;

}  // namespace

core::Result<std::int64_t> bytes_used(Connection& db) {
  return db.number(
      "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), "
      "pragma_freelist_count(), pragma_page_size()");
}

core::Result<bool> give_back_space(Connection& db) {
  const auto spare = db.number("PRAGMA freelist_count");
  if (!spare) return spare.error();
  if (*spare <= spare_pages) return false;
  if (auto done = db.run("PRAGMA incremental_vacuum(256)"); !done) return done.error();
  return true;
}

}  // namespace store
