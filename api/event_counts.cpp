#include "api/event_counts.hpp"

#include <algorithm>
#include <chrono>

namespace api {
namespace {

// Of one service. Containers that are replaced leave their ids behind.
constexpr std::size_t ended_max = 64;
constexpr std::size_t minutes_max = 61;  // an hour touches so many
constexpr core::Milliseconds word_counts_for = std::chrono::minutes(10);
constexpr int recalled_max = 1000;

bool ends_deployment(const model::Event& event) {
  return event.type == "deployment.released" || event.type == "deployment.deleted";
}

bool is_owners_word(const model::Event& event) {
  return event.type == "intent.changed" || event.type == "deployment.applied";
}

bool is_of_service(const model::Event& event) {
  return event.type == "service.exited" || event.type == "service.started" ||
         event.type == "service.oom_killed";
}

std::int64_t minute_number(core::WallTime at) {
  return std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count();
}

}  // namespace

void EventCounts::record(model::Event event) {
  count(event);
  log_.record(std::move(event));
}

void EventCounts::count(const model::Event& event) {
  ++by_type_[{event.type, event.severity}];
  note(event);
}

void EventCounts::note(const model::Event& event) {
  if (ends_deployment(event)) deployments_.erase(event.deployment);
  if (event.deployment.empty()) return;
  if (event.type == "deployment.converged") {
    const auto converged = deployments_.find(event.deployment);
    if (converged == deployments_.end()) return;
    converged->second.asked_at = {};
    for (auto& [name, service] : converged->second.services) service.asked_at = {};
  }
  if (is_owners_word(event)) {
    auto& deployment = deployments_[event.deployment];
    (event.service.empty() ? deployment.asked_at : deployment.services[event.service].asked_at) =
        event.at;
  }
  if (event.service.empty() || !is_of_service(event)) return;
  auto& deployment = deployments_[event.deployment];
  auto& service = deployment.services[event.service];
  if (event.type == "service.exited") note_end(service, event);
  if (event.type == "service.started") note_start(deployment, service, event);
  if (event.type == "service.oom_killed" && !recalling_) ++service.counts.oom_kills;
}

void EventCounts::note_end(Service& service, const model::Event& event) {
  std::erase_if(service.ended,
                [&](const Ended& ended) { return ended.container == event.container; });
  // What somebody asked for is told as information.
  service.ended.push_back({event.container, event.severity != model::Severity::info});
  if (service.ended.size() > ended_max) service.ended.pop_front();
}

void EventCounts::note_start(Deployment& deployment, Service& service, const model::Event& event) {
  auto before = std::find_if(service.ended.begin(), service.ended.end(), [&](const Ended& ended) {
    return ended.container == event.container;
  });
  const bool again = before != service.ended.end();
  if (!again)
    before = std::find_if(service.ended.begin(), service.ended.end(),
                          [](const Ended& ended) { return !ended.replaced; });
  if (before == service.ended.end()) return;
  const auto word = std::max(deployment.asked_at, service.asked_at);
  const bool asked = word != core::WallTime{} && event.at - word <= word_counts_for;
  if (!before->replaced && (before->crashed || !asked)) {
    const auto minute = minute_number(event.at);
    auto& restarts = service.restarts;
    if (restarts.empty() || restarts.back().number != minute) restarts.push_back({minute});
    ++restarts.back().restarts;
    if (restarts.size() > minutes_max) restarts.pop_front();
  }
  before->replaced = true;
  if (!again) return;
  service.ended.erase(before);
  if (!recalling_) ++service.counts.restarts;
}

const EventCounts::Service* EventCounts::find(const model::DeploymentName& deployment,
                                              const model::ServiceName& service) const {
  const auto known = deployments_.find(deployment);
  if (known == deployments_.end()) return nullptr;
  const auto found = known->second.services.find(service);
  return found == known->second.services.end() ? nullptr : &found->second;
}

EventCounts::OfService EventCounts::of(const model::DeploymentName& deployment,
                                       const model::ServiceName& service) const {
  const auto* found = find(deployment, service);
  return found == nullptr ? OfService{} : found->counts;
}

int EventCounts::restarts_since(const model::DeploymentName& deployment,
                                const model::ServiceName& service, core::WallTime from) const {
  const auto* found = find(deployment, service);
  if (found == nullptr) return 0;
  int sum = 0;
  for (const auto& minute : found->restarts)
    if (minute.number >= minute_number(from)) sum += minute.restarts;
  return sum;
}

awaitable<core::Status> EventCounts::recall(Events& log, core::WallTime now) {
  EventQuery query;
  query.limit = recalled_max;
  query.newest = true;
  auto found = co_await log.query(std::move(query));
  if (!found) co_return found.error();
  recalling_ = true;
  for (const auto& event : *found)
    if (event.at >= now - std::chrono::hours(1) && event.at < now) note(event);
  recalling_ = false;
  co_return core::Status();
}

}  // namespace api
