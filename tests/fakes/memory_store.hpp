// A store that keeps what it is told in memory, outlives the agent that writes into it, and says in
// the journal what was committed when.
#pragma once

#include "fakes/turnstile.hpp"
#include "reconcile/ledger.hpp"

#include <string>
#include <vector>

namespace fakes {

// What happened in which order: "commit begin stop", "perform stop web", "behind answer".
using Journal = std::vector<std::string>;

// "begin create, record web": what the changes say, in short.
std::string text_of(const std::vector<reconcile::Change>& changes);

class MemoryStore final : public reconcile::Store {
 public:
  MemoryStore(Journal& journal, Turnstile& turnstile) : journal_(journal), turnstile_(turnstile) {}

  reconcile::awaitable<core::Result<reconcile::Snapshot>> load() override;
  // Waits at "commit" while that is held; fails while `broken`.
  reconcile::awaitable<core::Status> commit(std::vector<reconcile::Change> changes) override;
  void commit_behind(std::vector<reconcile::Change> changes) override;
  reconcile::awaitable<core::Result<std::vector<model::IntentChange>>> intent_history(
      model::DeploymentName deployment, model::ServiceName service, int limit) override;
  reconcile::awaitable<core::Result<std::vector<model::Generation>>> generations(
      model::DeploymentName deployment) override;

  reconcile::Desire durable;
  bool broken = false;

 private:
  void take(const reconcile::Change& change);

  std::vector<reconcile::SetIntent> said_;
  Journal& journal_;
  Turnstile& turnstile_;
};

}  // namespace fakes
