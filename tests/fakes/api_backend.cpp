#include "fakes/api_backend.hpp"

#include <utility>

namespace fakes {

awaitable<core::Result<reconcile::Applied>> ApiDesired::apply(reconcile::ApplyRequest request) {
  applies.push_back(std::move(request));
  co_return answer;
}

awaitable<core::Result<reconcile::Applied>> ApiDesired::act(reconcile::VerbRequest request) {
  verbs.push_back(std::move(request));
  co_return answer;
}

awaitable<core::Status> ApiDesired::remove(reconcile::DeleteRequest request) {
  deletes.push_back(std::move(request));
  co_return removal;
}

awaitable<core::Result<model::Hold>> ApiDesired::hold(model::Hold hold) {
  hold.id = static_cast<std::int64_t>(holds.size()) + 1;
  holds.push_back(hold);
  co_return hold;
}

awaitable<core::Result<int>> ApiDesired::resume(model::DeploymentName deployment,
                                                model::ServiceName service, std::int64_t id,
                                                reconcile::Caller) {
  resumed.push_back(deployment + "/" + service + "#" + std::to_string(id));
  co_return ended;
}

std::vector<model::DeploymentView> ApiViews::list() const {
  ++listed;
  std::vector<model::DeploymentView> out;
  for (const auto& [name, view] : all) out.push_back(view);
  return out;
}

std::optional<model::DeploymentView> ApiViews::get(const model::DeploymentName& name) const {
  const auto found = all.find(name);
  return found == all.end() ? std::nullopt : std::optional(found->second);
}

awaitable<core::Result<std::string>> ApiViews::plan_text(
    model::DeploymentName, std::optional<reconcile::ApplyRequest> dry_run) {
  planned.push_back(std::move(dry_run));
  co_return plan;
}

awaitable<core::Result<std::vector<model::ServiceExplanation>>> ApiViews::explain(
    model::DeploymentName, model::ServiceName) {
  co_return explanations;
}

awaitable<reconcile::WaitOutcome> ApiViews::wait(model::DeploymentName, model::GenerationNumber,
                                                 core::Milliseconds limit) {
  waits.push_back(limit);
  co_return waits.size() <= outcomes.size() ? outcomes[waits.size() - 1] : outcome;
}

awaitable<core::Result<std::vector<api::NumberedIntent>>> ApiHistory::intents(
    api::IntentQuery query) {
  asked.push_back(std::move(query));
  co_return changes;
}

awaitable<core::Result<std::vector<model::Generation>>> ApiHistory::generations(
    model::DeploymentName) {
  co_return applied;
}

awaitable<core::Result<std::optional<api::RememberedAnswer>>> ApiIdempotency::get(std::string key) {
  const auto found = answers.find(key);
  co_return found == answers.end() ? std::optional<api::RememberedAnswer>{}
                                   : std::optional(found->second);
}

awaitable<core::Status> ApiIdempotency::put(std::string key, api::RememberedAnswer answer) {
  answers.emplace(std::move(key), std::move(answer));
  co_return core::Status{};
}

awaitable<core::Status> ApiReload::reload(std::string) { co_return answer; }

ApiWorld::ApiWorld() {
  host.now.engine_up = host.now.store_writable = true;
  host.now.last_progress = clock.at.mono;
  backend.incidents = &incidents;
  backend.channels = &channels;
  backend.notifications = &notifications;
  backend.silences = &silences;
}

}  // namespace fakes
