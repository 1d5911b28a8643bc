#include "store/deployment_table.hpp"

namespace store {

core::Status put_deployment(Connection& db, const model::DeploymentName& name,
                            const std::string& kind, model::GenerationNumber current,
                            bool auto_heal) {
  return db.run(
      "INSERT INTO deployments(name, kind, generation, auto_heal) VALUES (?, ?, ?, ?) ON "
      "CONFLICT(name) DO UPDATE SET "
      "kind = excluded.kind, generation = excluded.generation, auto_heal = excluded.auto_heal, "
      "deleting = 0, delete_volumes = 0",
      {name, kind, current, auto_heal});
}

core::Status set_auto_heal(Connection& db, const model::DeploymentName& name, bool auto_heal) {
  if (auto done = db.run("UPDATE deployments SET auto_heal = ? WHERE name = ?", {auto_heal, name});
      !done)
    return done;
  if (db.rows_changed() == 0) return core::not_found("no deployment " + name);
  return {};
}

core::Status mark_deleting(Connection& db, const model::DeploymentName& name, bool volumes) {
  if (auto done = db.run("UPDATE deployments SET deleting = 1, delete_volumes = ? WHERE name = ?",
                         {volumes, name});
      !done)
    return done;
  if (db.rows_changed() == 0) return core::not_found("no deployment " + name);
  return {};
}

core::Status remove_deployment(Connection& db, const model::DeploymentName& name) {
  if (auto done = db.run("DELETE FROM own_calls WHERE deployment = ?", {name}); !done) return done;
  if (auto done = db.run("DELETE FROM pending_stops WHERE deployment = ?", {name}); !done)
    return done;
  return db.run("DELETE FROM deployments WHERE name = ?", {name});
}

core::Result<std::vector<model::Deployment>> read_deployments(Connection& db) {
  std::vector<model::Deployment> deployments;
  auto done = db.read(
      "SELECT name, kind, generation, auto_heal, deleting, delete_volumes FROM deployments ORDER "
      "BY name",
      {}, [&](const Row& row) -> core::Status {
        model::Deployment deployment;
        deployment.name = row.text(0);
        deployment.kind = row.text(1);
        deployment.current.number = row.integer(2);
        deployment.auto_heal = row.flag(3);
        deployment.deleting = row.flag(4);
        deployment.delete_volumes = row.flag(5);
        deployments.push_back(std::move(deployment));
        return {};
      });
  if (!done) return done.error();
  return deployments;
}

}  // namespace store
