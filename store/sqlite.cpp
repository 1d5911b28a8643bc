#include "store/sqlite.hpp"

#include "core/check.hpp"
#include "core/text.hpp"

#include <sqlite3.h>

#include <unordered_map>
#include <utility>

namespace store {
namespace {

core::Errc errc_of(int code) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return core::Errc::corrupt;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return core::Errc::denied;
    case SQLITE_FULL: return core::Errc::unavailable;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOLFS: return core::Errc::io;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT: return core::Errc::timeout;
    case SQLITE_CONSTRAINT: return core::Errc::conflict;
    case SQLITE_TOOBIG: return core::Errc::too_large;
    default: return core::Errc::internal;
  }
}

int flags_of(Connection::Mode mode) {
  constexpr int common = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case Connection::Mode::create: return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Connection::Mode::read_write: return common | SQLITE_OPEN_READWRITE;
    case Connection::Mode::read_only:
    case Connection::Mode::immutable: return common | SQLITE_OPEN_READONLY;
  }
  return common;
}

std::string uri_of(const std::filesystem::path& file, Connection::Mode mode) {
  if (file == ":memory:") return ":memory:";
  auto path = core::replace_all(file.string(), "%", "%25");
  path = core::replace_all(core::replace_all(path, "?", "%3f"), "#", "%23");
  return "file:" + path + (mode == Connection::Mode::immutable ? "?immutable=1" : "");
}

int bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value.get()))
    return sqlite3_bind_int64(statement, index, *number);
  if (const auto* text = std::get_if<std::string_view>(&value.get())) {
    const char* data = text->data() == nullptr ? "" : text->data();
    return sqlite3_bind_text64(statement, index, data, text->size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, index);
}

// A kept statement is ready for its next use however its use ends.
class Use {
 public:
  explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

bool Row::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Row::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Row::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::int64_t> Row::maybe_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

struct Connection::State {
  sqlite3* handle = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> statements;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    for (auto& [sql, statement] : statements) sqlite3_finalize(statement);
    CHECK(sqlite3_close(handle) == SQLITE_OK);
  }
};

Connection::Connection(std::filesystem::path file, std::unique_ptr<State> state)
    : file_(std::move(file)), state_(std::move(state)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

core::Result<Connection> Connection::open(const std::filesystem::path& file, Mode mode) {
  auto state = std::make_unique<State>();
  const int code =
      sqlite3_open_v2(uri_of(file, mode).c_str(), &state->handle, flags_of(mode), nullptr);
  Connection connection(file, std::move(state));
  if (code != SQLITE_OK) return connection.error("opening");
  sqlite3_busy_timeout(connection.state_->handle, 5000);
  return connection;
}

core::Error Connection::error(std::string_view doing) const {
  const int code = sqlite3_extended_errcode(state_->handle);
  std::string words = sqlite3_errmsg(state_->handle);
  // The primary words hide what happened to the file ("disk I/O error"); the extended code is for
  // who looks it up.
  if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN)
    words += " (SQLite code " + std::to_string(code) + ")";
  // A commit counts as a statement that only reads.
  const bool full = (code & 0xff) == SQLITE_FULL;
  if (full) words += "; free some space there";
  return {errc_of(code),
          std::string(full ? "writing" : doing) + " " + file_.string() + ": " + words};
}

core::Status Connection::script(const std::string& sql) {
  if (sqlite3_exec(state_->handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return error("writing");
  return {};
}

core::Result<sqlite3_stmt*> Connection::prepared(const std::string& sql, Values values) {
  auto& kept = state_->statements[sql];
  if (kept == nullptr) {
    const int code = sqlite3_prepare_v3(state_->handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                        &kept, nullptr);
    if (code != SQLITE_OK) return error("reading");
  }
  CHECK(!sqlite3_stmt_busy(kept));
  CHECK(sqlite3_bind_parameter_count(kept) == static_cast<int>(values.size()));
  int index = 0;
  for (const auto& value : values) {
    if (bind(kept, ++index, value) != SQLITE_OK) return error("writing");
  }
  return kept;
}

core::Status Connection::run(const std::string& sql, Values values) {
  return read(sql, values, [](const Row&) { return core::Status{}; });
}

core::Status Connection::read(const std::string& sql, Values values,
                              const std::function<core::Status(const Row&)>& each) {
  const auto statement = prepared(sql, values);
  if (!statement) return statement.error();
  const Use use(*statement);
  for (;;) {
    const int code = sqlite3_step(*statement);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return error(sqlite3_stmt_readonly(*statement) ? "reading" : "writing");
    if (auto done = each(Row(*statement)); !done) return done;
  }
}

core::Result<std::int64_t> Connection::number(const std::string& sql, Values values) {
  std::int64_t found = 0;
  auto done = read(sql, values, [&](const Row& row) {
    found = row.integer(0);
    return core::Status{};
  });
  if (!done) return done.error();
  return found;
}

core::Result<std::string> Connection::word(const std::string& sql) {
  std::string found;
  auto done = read(sql, {}, [&](const Row& row) {
    found = row.text(0);
    return core::Status{};
  });
  if (!done) return done.error();
  return found;
}

std::int64_t Connection::last_insert_id() const {
  return sqlite3_last_insert_rowid(state_->handle);
}
std::int64_t Connection::rows_changed() const { return sqlite3_changes64(state_->handle); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(state_->handle) == 0; }

core::Result<Transaction> Transaction::begin(Connection& db) {
  if (auto begun = db.run("BEGIN IMMEDIATE"); !begun) return begun.error();
  return Transaction(&db);
}

core::Result<Transaction> Transaction::begin_reading(Connection& db) {
  if (auto begun = db.run("BEGIN"); !begun) return begun.error();
  return Transaction(&db);
}

Transaction::Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}

Transaction::~Transaction() {
  if (db_ != nullptr && db_->in_transaction()) (void)db_->run("ROLLBACK");
}

core::Status Transaction::commit() {
  auto committed = db_->run("COMMIT");
  if (committed) db_ = nullptr;
  return committed;
}

}  // namespace store
