#include "store/migrations.hpp"

#include "core/check.hpp"
#include "store/schema.hpp"

#include <array>

namespace store {
namespace {

core::Status references_hold(Connection& db) {
  return db.read("PRAGMA foreign_key_check", {}, [](const Row& row) -> core::Status {
    return core::Error{core::Errc::conflict, "a row of " + row.text(0) +
                                                 " refers to what is not there in " + row.text(2)};
  });
}

core::Status migrate_one(Connection& db, const Migration& step) {
  auto transaction = Transaction::begin(db);
  if (!transaction) return transaction.error();
  const auto version = "PRAGMA user_version = " + std::to_string(step.version);
  if (auto done = db.script(std::string(step.sql)); !done) return done;
  if (auto done = db.script(version); !done) return done;
  if (auto done = references_hold(db); !done) return done;
  return transaction->commit();
}

// A step that makes a table anew must be able to drop the old one without its dependents going too;
// `references_hold` looks afterwards. SQLite ignores this switch inside a transaction.
class ForeignKeysOff {
 public:
  explicit ForeignKeysOff(Connection& db) : db_(db) {
    (void)db_.script("PRAGMA foreign_keys = OFF");
  }
  ~ForeignKeysOff() { (void)db_.script("PRAGMA foreign_keys = ON"); }
  ForeignKeysOff(const ForeignKeysOff&) = delete;
  ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

 private:
  Connection& db_;
};

}  // namespace

std::span<const Migration> migrations() {
  static const std::array<Migration, 8> steps = {{{1, schema_1},
                                                  {2, schema_2},
                                                  {3, schema_3},
                                                  {4, schema_4},
                                                  {5, schema_5},
                                                  {6, schema_6},
                                                  {7, schema_7},
                                                  {8, schema_8}}};
  return steps;
}

core::Result<int> version_of(Connection& db) {
  auto version = db.number("PRAGMA user_version");
  if (!version) return version.error();
  return static_cast<int>(*version);
}

core::Result<std::string> readable(Connection& db, std::span<const Column> columns) {
  const auto version = version_of(db);
  if (!version) return version.error();
  std::string list;
  for (const auto& column : columns)
    list.append(", ").append(*version < column.since ? column.before : column.name);
  return list;
}

core::Status refuse_newer(Connection& db, int known) {
  const auto version = version_of(db);
  if (!version) return version.error();
  if (*version <= known) return {};
  return core::Error{core::Errc::unsupported,
                     db.file().string() + " has version " + std::to_string(*version) +
                         ", this evenkeel knows versions up to " + std::to_string(known)};
}

core::Status migrate(Connection& db, std::span<const Migration> steps,
                     const std::function<core::Status(int from)>& before_upgrade) {
  for (std::size_t i = 0; i < steps.size(); ++i) CHECK(steps[i].version == static_cast<int>(i) + 1);
  const auto known = static_cast<int>(steps.size());
  if (auto done = refuse_newer(db, known); !done) return done;
  const auto from = version_of(db);
  if (!from) return from.error();
  if (*from > 0 && *from < known) {
    if (auto done = before_upgrade(*from); !done) return done;
  }
  const ForeignKeysOff off(db);
  for (const auto& step : steps.subspan(static_cast<std::size_t>(*from))) {
    if (auto done = migrate_one(db, step); !done) {
      return done.error().with("migrating to version " + std::to_string(step.version));
    }
  }
  return {};
}

}  // namespace store
