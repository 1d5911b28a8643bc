#include "api/event_counts.hpp"

namespace api {
namespace {

// Of one service. Containers that are replaced leave their ids behind.
constexpr std::size_t ended_max = 64;

bool ends_deployment(const model::Event& event) {
  return event.type == "deployment.released" || event.type == "deployment.deleted";
}

}  // namespace

void EventCounts::record(model::Event event) {
  count(event);
  log_.record(std::move(event));
}

void EventCounts::count(const model::Event& event) {
  ++by_type_[{event.type, event.severity}];
  if (ends_deployment(event)) services_.erase(event.deployment);
  if (event.deployment.empty() || event.service.empty()) return;
  const bool exited = event.type == "service.exited";
  const bool started = event.type == "service.started";
  const bool killed = event.type == "service.oom_killed";
  if (!exited && !started && !killed) return;
  auto& service = services_[event.deployment][event.service];
  if (exited) {
    std::erase(service.ended, event.container);
    service.ended.push_back(event.container);
    if (service.ended.size() > ended_max) service.ended.pop_front();
  }
  if (started && std::erase(service.ended, event.container) > 0) ++service.counts.restarts;
  if (killed) ++service.counts.oom_kills;
}

EventCounts::OfService EventCounts::of(const model::DeploymentName& deployment,
                                       const model::ServiceName& service) const {
  const auto services = services_.find(deployment);
  if (services == services_.end()) return {};
  const auto found = services->second.find(service);
  return found == services->second.end() ? OfService{} : found->second.counts;
}

}  // namespace api
