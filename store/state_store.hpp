// The store as reconcile and the API see it. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "reconcile/ports.hpp"
#include "store/generation_table.hpp"
#include "store/writer.hpp"

namespace store {

class StateStore final : public reconcile::Store, public api::History {
 public:
  StateStore(Writer& writer, SpecDecoder decode);

  reconcile::awaitable<core::Result<reconcile::Snapshot>> load() override;
  // A change that refers to a deployment that is not there is a conflict.
  reconcile::awaitable<core::Status> commit(std::vector<reconcile::Change> changes) override;
  void commit_behind(std::vector<reconcile::Change> changes) override;
  reconcile::awaitable<core::Result<std::vector<model::IntentChange>>> intent_history(
      model::DeploymentName deployment, model::ServiceName service, int limit) override;
  // Errors: not_found.
  reconcile::awaitable<core::Result<std::vector<model::Generation>>> generations(
      model::DeploymentName deployment) override;
  reconcile::awaitable<core::Result<std::vector<api::NumberedIntent>>> intents(
      api::IntentQuery query) override;

 private:
  Writer& writer_;
  SpecDecoder decode_;
};

}  // namespace store
