// Desired state in memory, equal to the store at every moment that others can see: a change is
// applied here after its commit returned (or, committed behind, at once). I/O thread only.
// References into it do not survive a co_await.
#pragma once

#include "core/io/timing.hpp"
#include "reconcile/ports.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace reconcile {

struct Desire {
  std::map<model::DeploymentName, model::Deployment> deployments;
  std::map<std::int64_t, model::Hold> holds;
  std::map<model::ContainerId, PendingStop> pending_stops;
  std::map<std::string, OwnCall> own_calls;
  std::optional<Heartbeat> heartbeat;
};

// Pure: what a change does to the desired state. Changes of a deployment that is not there (any
// more) do nothing.
void apply_change(Desire& desire, const Change& change);

// Creates of this name of which nobody knows yet what they made: their keys, oldest first.
std::vector<std::string> open_creates(const Desire& desire, const model::DeploymentName& deployment,
                                      const std::string& name);

struct ConfiguredPolicy {
  model::PolicyLayer deployment;
  std::map<model::ServiceName, model::PolicyLayer> services;
};

class Ledger {
 public:
  // Permission to decide. Who reads the desired state, decides and commits what he decided, holds
  // it all the while: else two decisions rest on the same state, and one of them is lost. Not to be
  // held while the engine is asked.
  using Turn = core::Semaphore::Permit;

  Ledger(Store& store, boost::asio::any_io_executor executor)
      : store_(store), turns_(std::move(executor), 1) {}

  awaitable<core::Status> load();
  awaitable<Turn> turn() { return turns_.acquire(); }
  awaitable<core::Status> commit(std::vector<Change> changes);
  void commit_behind(std::vector<Change> changes);

  const Desire& desire() const { return desire_; }
  const model::Deployment* find(const model::DeploymentName& name) const;
  // A copy; where there is none, what a new one would begin with.
  model::Deployment found_or_new(const model::DeploymentName& name) const;
  // Grows whenever what the owner wants of the deployment changes (generation, intent, hold,
  // policy): a pass that was planned under an older number must not act any more.
  std::uint64_t wish_of(const model::DeploymentName& name) const;
  // As if it had: what was planned before must not begin any more.
  void renew_wish(const model::DeploymentName& name);
  // Policy of the configuration, which is not stored: asked for at load, for a new deployment, and
  // at `reconfigure` (a reload).
  using PolicySource = std::function<ConfiguredPolicy(const model::DeploymentName&)>;
  void set_policy_source(PolicySource source) { policy_source_ = std::move(source); }
  void reconfigure();
  // Called after any of these numbers grew; must not change the ledger.
  void set_on_wish(std::function<void()> on_wish) { on_wish_ = std::move(on_wish); }
  Store& store() { return store_; }

 private:
  void take(const std::vector<Change>& changes);

  void configure(model::Deployment& deployment) const;

  Store& store_;
  core::Semaphore turns_;
  Desire desire_;
  PolicySource policy_source_;
  std::function<void()> on_wish_;
  std::map<model::DeploymentName, std::uint64_t> wishes_;
  std::uint64_t host_wish_ = 0;
};

}  // namespace reconcile
