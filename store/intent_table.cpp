#include "store/intent_table.hpp"

#include "store/enum_text.hpp"

#include <algorithm>

namespace store {
namespace {

using model::Intent;

// The columns state, set_by, actor, reason, at, proof, beginning with `first`.
core::Result<Intent> intent_from(const Row& row, int first) {
  const auto state =
      enum_named(row.text(first), {model::IntentState::running, model::IntentState::stopped});
  if (!state) return state.error();
  const auto set_by = enum_named(row.text(first + 1), {model::SetBy::api, model::SetBy::engine,
                                                       model::SetBy::apply, model::SetBy::adopt});
  if (!set_by) return set_by.error();
  const auto proof =
      enum_named(row.text(first + 5), {model::StopProof::deliberate, model::StopProof::by_client,
                                       model::StopProof::confirmed, model::StopProof::removed});
  if (!proof) return proof.error();
  return Intent{*state, *set_by, row.text(first + 2), row.text(first + 3), row.time(first + 4),
                *proof};
}

core::Status forget_oldest(Connection& db, const model::DeploymentName& deployment) {
  return db.run(
      "DELETE FROM intent_history WHERE deployment = ?1 AND id <= "
      "(SELECT id FROM intent_history WHERE deployment = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
      {deployment, intent_history_max});
}

}  // namespace

core::Status put_intent(Connection& db, const model::DeploymentName& deployment,
                        const model::ServiceName& service, const Intent& intent) {
  const auto state = model::name_of(intent.state), set_by = model::name_of(intent.set_by),
             proof = model::name_of(intent.proof);
  auto done = db.run(
      "INSERT INTO intents(deployment, service, state, set_by, actor, reason, at, proof) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT(deployment, service) DO UPDATE SET state = excluded.state, set_by = "
      "excluded.set_by, actor = excluded.actor, "
      "reason = excluded.reason, at = excluded.at, proof = excluded.proof "
      "WHERE (state, set_by, actor, reason, at, proof) IS NOT "
      "(excluded.state, excluded.set_by, excluded.actor, excluded.reason, excluded.at, "
      "excluded.proof)",
      {deployment, service, state, set_by, intent.by, intent.reason, intent.at, proof});
  if (!done || db.rows_changed() == 0) return done;
  done = db.run(
      "INSERT INTO intent_history(deployment, service, state, set_by, actor, reason, at, proof) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {deployment, service, state, set_by, intent.by, intent.reason, intent.at, proof});
  if (!done) return done;
  return forget_oldest(db, deployment);
}

core::Status forget_intent(Connection& db, const model::DeploymentName& deployment,
                           const model::ServiceName& service) {
  return db.run("DELETE FROM intents WHERE deployment = ? AND service = ?", {deployment, service});
}

core::Result<std::map<model::ServiceName, Intent>> read_intents(
    Connection& db, const model::DeploymentName& deployment) {
  std::map<model::ServiceName, Intent> intents;
  auto done = db.read(
      "SELECT service, state, set_by, actor, reason, at, proof FROM intents WHERE deployment = ?",
      {deployment}, [&](const Row& row) -> core::Status {
        auto intent = intent_from(row, 1);
        if (!intent)
          return intent.error().with("reading the intent of " + deployment + "/" + row.text(0));
        intents[row.text(0)] = std::move(*intent);
        return {};
      });
  if (!done) return done.error();
  return intents;
}

core::Result<std::vector<model::IntentChange>> read_intent_history(
    Connection& db, const model::DeploymentName& deployment, const model::ServiceName& service,
    int limit) {
  std::vector<model::IntentChange> changes;
  auto done = db.read(
      "SELECT service, state, set_by, actor, reason, at, proof FROM (SELECT *, row_number() OVER "
      "(PARTITION BY service ORDER BY id DESC) AS place FROM intent_history "
      "WHERE deployment = ?1 AND (?2 = '' OR service = ?2)) WHERE place <= ?3 ORDER BY id",
      {deployment, service, std::max(limit, 0)}, [&](const Row& row) -> core::Status {
        auto intent = intent_from(row, 1);
        if (!intent)
          return intent.error().with("reading the history of " + deployment + "/" + row.text(0));
        changes.push_back({row.text(0), std::move(*intent)});
        return {};
      });
  if (!done) return done.error();
  return changes;
}

core::Result<std::vector<api::NumberedIntent>> read_intent_page(Connection& db,
                                                                const api::IntentQuery& query) {
  static const std::string select =
      "SELECT id, service, state, set_by, actor, reason, at, proof FROM intent_history WHERE "
      "deployment = ?1 AND id > ?2 AND (?3 = '' OR service = ?3) ORDER BY id ";
  static const std::string oldest_first = select + "ASC LIMIT ?4",
                           newest_first = select + "DESC LIMIT ?4";
  std::vector<api::NumberedIntent> page;
  auto done = db.read(query.newest ? newest_first : oldest_first,
                      {query.deployment, query.after, query.service, std::max(query.limit, 0)},
                      [&](const Row& row) -> core::Status {
                        auto intent = intent_from(row, 2);
                        if (!intent)
                          return intent.error().with("reading the history of " + query.deployment +
                                                     "/" + row.text(1));
                        page.push_back({row.integer(0), {row.text(1), std::move(*intent)}});
                        return {};
                      });
  if (!done) return done.error();
  if (query.newest) std::reverse(page.begin(), page.end());
  return page;
}

}  // namespace store
