#include "store/snapshot.hpp"

#include "store/call_tables.hpp"
#include "store/deployment_table.hpp"
#include "store/host_tables.hpp"
#include "store/intent_table.hpp"
#include "store/service_tables.hpp"

#include <utility>

namespace store {
namespace {

struct Apply {
  Connection& db;

  core::Status operator()(const reconcile::PutGeneration& change) const {
    auto done = put_deployment(db, change.deployment, change.kind, change.generation.number,
                               change.auto_heal);
    if (!done) return done;
    return put_generation(db, change.deployment, change.generation);
  }
  core::Status operator()(const reconcile::SetIntent& change) const {
    return put_intent(db, change.deployment, change.service, change.intent);
  }
  core::Status operator()(const reconcile::ForgetIntent& change) const {
    return forget_intent(db, change.deployment, change.service);
  }
  core::Status operator()(const reconcile::SetFacts& change) const {
    return put_facts(db, change.deployment, change.service, change.facts);
  }
  core::Status operator()(const reconcile::RecordContainer& change) const {
    return put_container(db, change.deployment, change.record);
  }
  core::Status operator()(const reconcile::ForgetContainer& change) const {
    return forget_container(db, change.deployment, change.id);
  }
  core::Status operator()(const reconcile::SetPolicy& change) const {
    return put_policy(db, change.deployment, change.service, change.layer);
  }
  core::Status operator()(const reconcile::SetAutoHeal& change) const {
    return set_auto_heal(db, change.deployment, change.auto_heal);
  }
  core::Status operator()(const reconcile::MarkDeleting& change) const {
    return mark_deleting(db, change.deployment, change.volumes);
  }
  core::Status operator()(const reconcile::RemoveDeployment& change) const {
    return remove_deployment(db, change.deployment);
  }
  core::Status operator()(const reconcile::PutHold& change) const {
    return put_hold(db, change.hold);
  }
  core::Status operator()(const reconcile::EndHold& change) const {
    return end_hold(db, change.id);
  }
  core::Status operator()(const reconcile::BeginOwnCall& change) const {
    return begin_own_call(db, change.call);
  }
  core::Status operator()(const reconcile::AnswerOwnCall& change) const {
    return answer_own_call(db, change.key);
  }
  core::Status operator()(const reconcile::ForgetOwnCall& change) const {
    return forget_own_call(db, change.key);
  }
  core::Status operator()(const reconcile::PutPendingStop& change) const {
    return put_pending_stop(db, change.stop);
  }
  core::Status operator()(const reconcile::DropPendingStop& change) const {
    return drop_pending_stop(db, change.container);
  }
  core::Status operator()(const reconcile::SetHeartbeat& change) const {
    return put_heartbeat(db, change.heartbeat);
  }
};

core::Status complete(Connection& db, const SpecDecoder& decode, model::Deployment& deployment) {
  auto generation = read_generation(db, deployment.name, deployment.current.number, decode);
  if (!generation) return generation.error();
  deployment.current = std::move(*generation);
  auto intents = read_intents(db, deployment.name);
  if (!intents) return intents.error();
  deployment.intents = std::move(*intents);
  return read_service_tables(db, deployment);
}

template <class T> core::Status into(T& place, core::Result<T> value) {
  if (!value) return value.error();
  place = std::move(*value);
  return {};
}

}  // namespace

core::Result<reconcile::Snapshot> read_snapshot(Connection& db, const SpecDecoder& decode) {
  reconcile::Snapshot snapshot;
  if (auto done = into(snapshot.deployments, read_deployments(db)); !done) return done.error();
  for (auto& deployment : snapshot.deployments) {
    if (auto done = complete(db, decode, deployment); !done) return done.error();
  }
  if (auto done = into(snapshot.holds, read_holds(db)); !done) return done.error();
  if (auto done = into(snapshot.own_calls, read_own_calls(db)); !done) return done.error();
  if (auto done = into(snapshot.pending_stops, read_pending_stops(db)); !done) return done.error();
  if (auto done = into(snapshot.heartbeat, read_heartbeat(db)); !done) return done.error();
  return snapshot;
}

core::Status apply_change(Connection& db, const reconcile::Change& change) {
  return std::visit(Apply{db}, change);
}

}  // namespace store
