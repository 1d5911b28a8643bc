#include "store/batch.hpp"

#include "store/event_table.hpp"
#include "store/incident_table.hpp"
#include "store/snapshot.hpp"

#include <utility>

namespace store {
namespace {

// True where the database is well and says no to this one thing.
bool is_refusal(const Connection& db, const core::Error& error) {
  switch (error.code) {
    case core::Errc::corrupt:
    case core::Errc::denied:
    case core::Errc::unavailable:
    case core::Errc::io:
    case core::Errc::timeout: return false;
    default: return db.in_transaction();
  }
}

// All of `work` or nothing of it, inside the transaction.
core::Status in_savepoint(Connection& db, const Work& work) {
  if (auto done = db.run("SAVEPOINT one"); !done) return done;
  auto worked = work(db);
  if (!worked && !db.in_transaction()) return worked;  // SQLite has rolled back everything
  if (!worked) {
    if (auto done = db.run("ROLLBACK TO one"); !done) return done;
  }
  if (auto done = db.run("RELEASE one"); !done) return done;
  return worked;
}

core::Status apply_all(Connection& db, const std::vector<reconcile::Change>& changes) {
  for (const auto& change : changes) {
    if (auto done = apply_change(db, change); !done) return done;
  }
  return {};
}

core::Status write_one(Connection& db, const model::Event& event, BatchOutcome& outcome) {
  auto id = insert_event(db, event);
  outcome.ids.push_back(id ? *id : 0);
  if (!id) return id.error();
  return {};
}

core::Status write_one(Connection& db, const std::vector<reconcile::Change>& changes,
                       BatchOutcome&) {
  return in_savepoint(db, [&](Connection& inside) { return apply_all(inside, changes); });
}

core::Status write_one(Connection& db, const model::Incident& incident, BatchOutcome&) {
  return put_incident(db, incident);
}

core::Status write_waiting(Connection& db, const std::vector<BehindItem>& waiting,
                           BatchOutcome& outcome) {
  for (const auto& item : waiting) {
    auto done = std::visit([&](const auto& one) { return write_one(db, one, outcome); }, item);
    if (done) continue;
    if (!is_refusal(db, done.error())) return done;
    outcome.refused.push_back(done.error());
  }
  return {};
}

core::Status write_all(Connection& db, const std::vector<BehindItem>& waiting, const Work& work,
                       BatchOutcome& outcome) {
  auto transaction = Transaction::begin(db);
  if (!transaction) return transaction.error();
  if (auto done = write_waiting(db, waiting, outcome); !done) return done;
  if (work) {
    outcome.work = in_savepoint(db, work);
    if (!outcome.work && !is_refusal(db, outcome.work.error())) return outcome.work;
  }
  return transaction->commit();
}

}  // namespace

BatchOutcome write_batch(Connection& db, const std::vector<BehindItem>& waiting, const Work& work) {
  BatchOutcome outcome;
  outcome.committed = write_all(db, waiting, work, outcome);
  return outcome;
}

}  // namespace store
