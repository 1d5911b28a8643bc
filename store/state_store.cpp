#include "store/state_store.hpp"

#include "store/intent_table.hpp"
#include "store/snapshot.hpp"

#include <utility>

namespace store {

using reconcile::awaitable;

namespace {

using IntentChanges = std::vector<model::IntentChange>;
using IntentPage = std::vector<api::NumberedIntent>;
using Generations = std::vector<model::Generation>;

core::Result<reconcile::Snapshot> read_at_one_moment(Connection& db, const SpecDecoder& decode) {
  const auto moment = Transaction::begin_reading(db);
  if (!moment) return moment.error();
  return read_snapshot(db, decode);
}

}  // namespace

StateStore::StateStore(Writer& writer, SpecDecoder decode)
    : writer_(writer), decode_(std::move(decode)) {}

awaitable<core::Result<reconcile::Snapshot>> StateStore::load() {
  std::function<core::Result<reconcile::Snapshot>(Connection&)> question = [this](Connection& db) {
    return read_at_one_moment(db, decode_);
  };
  auto snapshot = co_await writer_.read(std::move(question));
  co_return snapshot;
}

awaitable<core::Status> StateStore::commit(std::vector<reconcile::Change> changes) {
  Work work = [changes = std::move(changes)](Connection& db) -> core::Status {
    for (const auto& change : changes) {
      if (auto done = apply_change(db, change); !done) return done;
    }
    return {};
  };
  auto done = co_await writer_.commit(std::move(work));
  co_return done;
}

void StateStore::commit_behind(std::vector<reconcile::Change> changes) {
  if (!changes.empty()) writer_.write_behind(std::move(changes));
}

awaitable<core::Result<IntentChanges>> StateStore::intent_history(model::DeploymentName deployment,
                                                                  model::ServiceName service,
                                                                  int limit) {
  std::function<core::Result<IntentChanges>(Connection&)> question =
      [deployment = std::move(deployment), service = std::move(service), limit](Connection& db) {
        return read_intent_history(db, deployment, service, limit);
      };
  auto history = co_await writer_.read(std::move(question));
  co_return history;
}

awaitable<core::Result<Generations>> StateStore::generations(model::DeploymentName deployment) {
  std::function<core::Result<Generations>(Connection&)> question =
      [this, deployment = std::move(deployment)](Connection& db) {
        return read_generations(db, deployment, decode_);
      };
  auto found = co_await writer_.read(std::move(question));
  co_return found;
}

awaitable<core::Result<IntentPage>> StateStore::intents(api::IntentQuery query) {
  std::function<core::Result<IntentPage>(Connection&)> question =
      [query = std::move(query)](Connection& db) { return read_intent_page(db, query); };
  auto page = co_await writer_.read(std::move(question));
  co_return page;
}

}  // namespace store
