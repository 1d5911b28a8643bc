#include "store/rescue_storage.hpp"

#include "store/memory_events.hpp"
#include "store/memory_incidents.hpp"
#include "store/memory_notify.hpp"

#include <utility>

namespace store {

using boost::asio::awaitable;

namespace {

class RescueStorage final : public Storage,
                            public reconcile::Store,
                            public api::History,
                            public api::Idempotency {
 public:
  RescueStorage(boost::asio::any_io_executor executor, DirectoryLock lock, Rescue rescue,
                reconcile::Snapshot snapshot)
      : lock_(std::move(lock)),
        rescue_(std::move(rescue)),
        snapshot_(std::move(snapshot)),
        events_(std::move(executor)) {
    condition_.writable = false;
    condition_.reason = rescue_.reason;
  }

  reconcile::Store& state() override { return *this; }
  reconcile::EventSink& sink() override { return events_; }
  api::Events& events() override { return events_; }
  monitor::AlertLog& alerts() override { return events_; }
  api::History& history() override { return *this; }
  api::Idempotency& idempotency() override { return *this; }
  heal::IncidentStore& incidents() override { return incidents_; }
  notify::PipelineStore& pipeline() override { return notify_; }
  notify::Outbox& outbox() override { return notify_; }
  const Rescue* rescue() const override { return &rescue_; }
  const StoreState& condition() const override { return condition_; }
  void start(core::TaskGroup&) override {}
  awaitable<core::Status> flush() override { co_return core::Status{}; }

  awaitable<core::Result<reconcile::Snapshot>> load() override { co_return snapshot_; }
  awaitable<core::Status> commit(std::vector<reconcile::Change>) override { co_return refusal(); }
  void commit_behind(std::vector<reconcile::Change>) override {}
  awaitable<core::Result<std::vector<model::IntentChange>>> intent_history(model::DeploymentName,
                                                                           model::ServiceName,
                                                                           int) override {
    co_return refusal();
  }
  awaitable<core::Result<std::vector<model::Generation>>> generations(
      model::DeploymentName) override {
    co_return refusal();
  }
  awaitable<core::Result<std::vector<api::NumberedIntent>>> intents(api::IntentQuery) override {
    co_return refusal();
  }
  awaitable<core::Result<std::optional<api::RememberedAnswer>>> get(std::string) override {
    co_return std::optional<api::RememberedAnswer>();
  }
  awaitable<core::Status> put(std::string, api::RememberedAnswer) override { co_return refusal(); }

 private:
  core::Error refusal() const {
    return {core::Errc::unavailable,
            "the agent is in rescue and only observes: " + rescue_.reason + ". " + rescue_.advice};
  }

  DirectoryLock lock_;
  Rescue rescue_;
  StoreState condition_;
  reconcile::Snapshot snapshot_;
  MemoryEvents events_;
  MemoryIncidents incidents_;
  MemoryNotify notify_;
};

}  // namespace

std::unique_ptr<Storage> make_rescue_storage(boost::asio::any_io_executor executor,
                                             DirectoryLock lock, Rescue rescue,
                                             reconcile::Snapshot snapshot) {
  return std::make_unique<RescueStorage>(std::move(executor), std::move(lock), std::move(rescue),
                                         std::move(snapshot));
}

}  // namespace store
