#include "store/service_tables.hpp"

#include "store/codec.hpp"
#include "store/migrations.hpp"

#include <array>
#include <utility>

namespace store {
namespace {

constexpr std::array later_facts = std::to_array<Column>({{"restart_after", 6, "0"},
                                                          {"recreate_after", 6, "0"},
                                                          {"failed_container", 8, "NULL"},
                                                          {"failed_at", 8, "NULL"}});
constexpr std::array later_columns = std::to_array<Column>(
    {{"paused_at", 5, "0"}, {"made_with", 7, "''"}, {"made_elsewhere", 7, "0"}});

core::Status read_facts(Connection& db, model::Deployment& into) {
  const auto later = readable(db, later_facts);
  if (!later) return later.error();
  return db.read(
      "SELECT service, completed_container, completed_generation, completed_at, "
      "completed_exit_code, failed_job_runs, failed_job_generation, converged_image" +
          *later + " FROM facts WHERE deployment = ?",
      {into.name}, [&](const Row& row) -> core::Status {
        auto& facts = into.facts[row.text(0)];
        if (!row.is_null(1)) {
          facts.completed = model::Completed{row.text(1), row.integer(2), row.time(3),
                                             static_cast<int>(row.integer(4))};
        }
        facts.failed_job_runs = static_cast<int>(row.integer(5));
        facts.failed_job_generation = row.integer(6);
        facts.converged_image = row.text(7);
        facts.restart_after = row.time(8);
        facts.recreate_after = row.time(9);
        if (!row.is_null(10)) facts.failed_run = model::FailedRun{row.text(10), row.time(11)};
        return {};
      });
}

core::Status read_containers(Connection& db, model::Deployment& into) {
  const auto later = readable(db, later_columns);
  if (!later) return later.error();
  return db.read("SELECT id, service, generation, last_running_engine, mark_spent, signaled" +
                     *later + " FROM containers WHERE deployment = ?",
                 {into.name}, [&](const Row& row) -> core::Status {
                   into.containers[row.text(0)] = {row.text(0), row.text(1), row.integer(2),
                                                   row.text(3), row.flag(4), row.flag(5),
                                                   row.time(6), row.text(7), row.integer(8)};
                   return {};
                 });
}

core::Status read_policies(Connection& db, model::Deployment& into) {
  return db.read(
      "SELECT service, layer FROM policy_set WHERE deployment = ?", {into.name},
      [&](const Row& row) -> core::Status {
        auto layer = decode_policy_layer(row.text(1));
        if (!layer)
          return layer.error().with("reading what is set for " + into.name + "/" + row.text(0));
        into.set[row.text(0)] = std::move(*layer);
        return {};
      });
}

}  // namespace

core::Status put_facts(Connection& db, const model::DeploymentName& deployment,
                       const model::ServiceName& service, const model::ServiceFacts& facts) {
  const auto& completed = facts.completed;
  const auto& failed = facts.failed_run;
  return db.run(
      "INSERT OR REPLACE INTO facts(deployment, service, completed_container, "
      "completed_generation, completed_at, completed_exit_code, "
      "failed_job_runs, failed_job_generation, converged_image, restart_after, recreate_after, "
      "failed_container, failed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {deployment, service, completed ? Value(completed->container) : nullptr,
       completed ? Value(completed->generation) : nullptr,
       completed ? Value(completed->at) : nullptr,
       completed ? Value(completed->exit_code) : nullptr, facts.failed_job_runs,
       facts.failed_job_generation, facts.converged_image, facts.restart_after,
       facts.recreate_after, failed ? Value(failed->container) : nullptr,
       failed ? Value(failed->at) : nullptr});
}

core::Status put_container(Connection& db, const model::DeploymentName& deployment,
                           const model::ContainerRecord& record) {
  return db.run(
      "INSERT OR REPLACE INTO containers(deployment, id, service, generation, "
      "last_running_engine, mark_spent, signaled, paused_at, made_with, made_elsewhere) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {deployment, record.id, record.service, record.generation, record.last_running_engine,
       record.mark_spent, record.signaled, record.paused_at, record.made_with,
       record.made_elsewhere});
}

core::Status forget_container(Connection& db, const model::DeploymentName& deployment,
                              const model::ContainerId& id) {
  return db.run("DELETE FROM containers WHERE deployment = ? AND id = ?", {deployment, id});
}

core::Status put_policy(Connection& db, const model::DeploymentName& deployment,
                        const model::ServiceName& service, const model::PolicyLayer& layer) {
  if (layer == model::PolicyLayer{}) {
    return db.run("DELETE FROM policy_set WHERE deployment = ? AND service = ?",
                  {deployment, service});
  }
  const auto text = encode(layer);
  return db.run("INSERT OR REPLACE INTO policy_set(deployment, service, layer) VALUES (?, ?, ?)",
                {deployment, service, text});
}

core::Status read_service_tables(Connection& db, model::Deployment& into) {
  if (auto done = read_facts(db, into); !done) return done;
  if (auto done = read_containers(db, into); !done) return done;
  return read_policies(db, into);
}

}  // namespace store
