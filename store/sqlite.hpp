// Thin ownership over SQLite; nothing outside store/ sees it. A connection and all made from it
// belong to one thread at a time.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace store {

// A parameter of a statement. Text is not copied: it must live until the call returns.
class Value {
 public:
  Value(std::nullptr_t) {}  // NOLINT(google-explicit-constructor): reads as SQL does
  Value(std::int64_t number) : value_(number) {}                      // NOLINT
  Value(int number) : value_(std::int64_t{number}) {}                 // NOLINT
  Value(bool flag) : value_(std::int64_t{flag}) {}                    // NOLINT
  Value(std::string_view text) : value_(text) {}                      // NOLINT
  Value(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT
  Value(const char* text) : value_(std::string_view(text)) {}         // NOLINT
  Value(core::WallTime at)
      : value_(std::int64_t{at.time_since_epoch().count()}) {}  // NOLINT: milliseconds since 1970
  Value(std::optional<std::int64_t> number) {                   // NOLINT
    if (number) value_ = *number;
  }
  const std::variant<std::monostate, std::int64_t, std::string_view>& get() const { return value_; }

 private:
  std::variant<std::monostate, std::int64_t, std::string_view> value_;
};

using Values = std::initializer_list<Value>;

// The current row of a query; columns count from 0. Valid only inside the callback.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  bool flag(int column) const { return integer(column) != 0; }
  std::string text(int column) const;
  core::WallTime time(int column) const {
    return core::WallTime{core::Milliseconds(integer(column))};
  }
  std::optional<std::int64_t> maybe_integer(int column) const;

 private:
  sqlite3_stmt* statement_;
};

// Errors carry SQLite's own words and the file. Codes: corrupt (damaged, or not a database), denied
// (read-only), unavailable (disk full), io, timeout (locked by another process), conflict (a
// constraint refused it), too_large, internal.
class Connection {
 public:
  enum class Mode {
    create,
    read_write,
    read_only,
    immutable
  };  // immutable: read without a lock or a log, for read-only media

  static core::Result<Connection> open(const std::filesystem::path& file, Mode mode);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // Several statements without parameters.
  core::Status script(const std::string& sql);
  // `sql` must be a constant of the program: prepared statements are kept by their text.
  core::Status run(const std::string& sql, Values values = {});
  // Calls `each` for every row until it fails; `each` must not use the same statement.
  core::Status read(const std::string& sql, Values values,
                    const std::function<core::Status(const Row&)>& each);
  // The one number that the query gives; 0 where it gives no row or NULL.
  core::Result<std::int64_t> number(const std::string& sql, Values values = {});
  core::Result<std::string> word(const std::string& sql);

  std::int64_t last_insert_id() const;
  std::int64_t rows_changed() const;
  bool in_transaction() const;
  const std::filesystem::path& file() const { return file_; }

 private:
  struct State;
  Connection(std::filesystem::path file, std::unique_ptr<State> state);
  core::Result<sqlite3_stmt*> prepared(const std::string& sql, Values values);
  core::Error error(std::string_view doing) const;

  std::filesystem::path file_;
  std::unique_ptr<State> state_;
};

// Rolls back unless committed. The destructor is silent: SQLite has often rolled back itself by
// then (disk full, I/O error).
class Transaction {
 public:
  static core::Result<Transaction> begin(Connection& db);
  // Everything read until its end is of one moment.
  static core::Result<Transaction> begin_reading(Connection& db);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  core::Status commit();

 private:
  explicit Transaction(Connection* db) : db_(db) {}
  Connection* db_;
};

}  // namespace store
