#include "fakes/memory_store.hpp"

#include <map>
#include <utility>
#include <variant>

namespace fakes {
namespace {

struct Text {
  std::string operator()(const reconcile::PutGeneration& c) const {
    return "generation " + std::to_string(c.generation.number);
  }
  std::string operator()(const reconcile::SetIntent& c) const {
    return "intent " + c.service + " " + std::string(name_of(c.intent.state));
  }
  std::string operator()(const reconcile::ForgetIntent& c) const {
    return "forget intent " + c.service;
  }
  std::string operator()(const reconcile::SetFacts& c) const { return "facts " + c.service; }
  std::string operator()(const reconcile::RecordContainer& c) const {
    return "record " + c.record.service;
  }
  std::string operator()(const reconcile::ForgetContainer&) const { return "forget container"; }
  std::string operator()(const reconcile::SetPolicy& c) const { return "policy " + c.service; }
  std::string operator()(const reconcile::SetAutoHeal&) const { return "auto heal"; }
  std::string operator()(const reconcile::MarkDeleting&) const { return "deleting"; }
  std::string operator()(const reconcile::RemoveDeployment&) const { return "removed"; }
  std::string operator()(const reconcile::PutHold&) const { return "hold"; }
  std::string operator()(const reconcile::EndHold&) const { return "end hold"; }
  std::string operator()(const reconcile::BeginOwnCall& c) const {
    return "begin " + c.call.verb + " " + c.call.service;
  }
  std::string operator()(const reconcile::AnswerOwnCall&) const { return "answer"; }
  std::string operator()(const reconcile::ForgetOwnCall&) const { return "forget call"; }
  std::string operator()(const reconcile::PutPendingStop& c) const {
    return "pending stop " + c.stop.service + " " + std::to_string(c.stop.answers);
  }
  std::string operator()(const reconcile::DropPendingStop&) const { return "drop pending stop"; }
  std::string operator()(const reconcile::SetHeartbeat& c) const {
    return c.heartbeat.clean_stop ? "goodbye" : "heartbeat";
  }
};

template <class Map> auto values_of(const Map& map) {
  std::vector<typename Map::mapped_type> values;
  for (const auto& [key, value] : map) values.push_back(value);
  return values;
}

}  // namespace

std::string text_of(const std::vector<reconcile::Change>& changes) {
  std::string text;
  for (const auto& change : changes)
    text += (text.empty() ? "" : ", ") + std::visit(Text{}, change);
  return text;
}

reconcile::awaitable<core::Result<reconcile::Snapshot>> MemoryStore::load() {
  if (broken) co_return core::Error{core::Errc::corrupt, "the disk is damaged"};
  reconcile::Snapshot snapshot;
  snapshot.deployments = values_of(durable.deployments);
  snapshot.holds = values_of(durable.holds);
  snapshot.own_calls = values_of(durable.own_calls);
  snapshot.pending_stops = values_of(durable.pending_stops);
  snapshot.heartbeat = durable.heartbeat;
  co_return snapshot;
}

reconcile::awaitable<core::Status> MemoryStore::commit(std::vector<reconcile::Change> changes) {
  co_await turnstile_.pass("commit");
  if (broken) co_return core::Error{core::Errc::io, "the disk is full"};
  journal_.push_back("commit " + text_of(changes));
  for (const auto& change : changes) take(change);
  co_return core::Status{};
}

void MemoryStore::take(const reconcile::Change& change) {
  reconcile::apply_change(durable, change);
  if (const auto* said = std::get_if<reconcile::SetIntent>(&change)) said_.push_back(*said);
}

void MemoryStore::commit_behind(std::vector<reconcile::Change> changes) {
  if (broken) return;
  journal_.push_back("behind " + text_of(changes));
  for (const auto& change : changes) take(change);
}

reconcile::awaitable<core::Result<std::vector<model::IntentChange>>> MemoryStore::intent_history(
    model::DeploymentName deployment, model::ServiceName service, int limit) {
  std::map<model::ServiceName, int> taken;
  std::vector<model::IntentChange> newest;
  for (auto one = said_.rbegin(); one != said_.rend(); ++one) {
    if (one->deployment != deployment || (!service.empty() && one->service != service)) continue;
    if (++taken[one->service] <= limit) newest.insert(newest.begin(), {one->service, one->intent});
  }
  co_return newest;
}

reconcile::awaitable<core::Result<std::vector<model::Generation>>> MemoryStore::generations(
    model::DeploymentName) {
  co_return std::vector<model::Generation>{};
}

}  // namespace fakes
