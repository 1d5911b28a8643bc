#include "store/idempotency_table.hpp"

namespace store {

core::Result<std::optional<api::RememberedAnswer>> read_answer(Connection& db,
                                                               const std::string& key) {
  std::optional<api::RememberedAnswer> answer;
  auto done =
      db.read("SELECT request_digest, status, headers, body, at FROM idempotency WHERE key = ?",
              {key}, [&](const Row& row) -> core::Status {
                answer.emplace();
                answer->request_digest = row.text(0);
                answer->status = static_cast<int>(row.integer(1));
                answer->headers = row.text(2);
                answer->body = row.text(3);
                answer->at = row.time(4);
                return {};
              });
  if (!done) return done.error();
  return answer;
}

core::Status put_answer(Connection& db, const std::string& key,
                        const api::RememberedAnswer& answer) {
  return db.run(
      "INSERT OR REPLACE INTO idempotency(key, request_digest, status, headers, body, at) VALUES "
      "(?, ?, ?, ?, ?, ?)",
      {key, answer.request_digest, answer.status, answer.headers, answer.body, answer.at});
}

core::Status forget_answers_before(Connection& db, core::WallTime before, int count) {
  return db.run(
      "DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE at < ? ORDER BY at "
      "LIMIT ?)",
      {before, count});
}

}  // namespace store
