#include "monitor/uptime_watch.hpp"

#include "core/io/timing.hpp"

#include <utility>
#include <vector>

namespace monitor {

awaitable<void> UptimeWatch::run(UptimeLife life) {
  life_ = std::move(life);
  core::MonoTime append_at{};
  for (;;) {
    const bool append = ports_.clock.now().mono >= append_at;
    if (append && !recalled_) co_await recall();
    look();
    if (append) {
      save();
      append_at = ports_.clock.now().mono + uptime_append_interval;
    }
    co_await core::wait_for(uptime_interval);
  }
}

awaitable<void> UptimeWatch::recall() {
  auto kept = co_await asking_.ask(ports_.log.read_uptimes(), patience_);
  if (!kept) co_return;
  recalled_ = true;
  for (auto& one : *kept) {
    auto& service = deployments_[one.deployment][one.service];
    if (service.seen == 0)
      service.uptime = Uptime(std::move(one.hours), std::move(one.last));
    else
      service.uptime.add(one.hours);
  }
}

void UptimeWatch::look() {
  const auto now = ports_.clock.now();
  ++looks_;
  const ServiceStates::Each see = [this, &now](const model::DeploymentName& deployment,
                                               const model::ServiceName& name,
                                               const ServiceSight& sight) {
    auto& service = deployments_[deployment][name];
    service.seen = looks_;
    const bool asks = sight.duty != Duty::unseen && !service.uptime.follows(now);
    const auto ended_at = asks ? ports_.ends.ended_at(deployment, name) : core::WallTime{};
    service.uptime.look(sight, ended_at, now, life_);
  };
  ports_.states.each_service(see);
  look_at_the_absent(now);
}

// Those of deployments that were deleted, and services that are in no file any more: what happens
// meanwhile does not count. They are kept for as long as their time is, in case they come back.
void UptimeWatch::look_at_the_absent(core::Instant now) {
  constexpr ServiceSight gone{Duty::not_due, {}};
  for (auto deployment = deployments_.begin(); deployment != deployments_.end();) {
    auto& services = deployment->second;
    for (auto entry = services.begin(); entry != services.end();) {
      auto& service = entry->second;
      const bool absent = service.seen != looks_;
      const auto& last = service.uptime.last();
      if (absent && last && last->sight.duty != Duty::not_due)
        service.uptime.look(gone, {}, now, life_);
      entry = absent && service.uptime.is_over(now.wall) ? services.erase(entry) : std::next(entry);
    }
    deployment = services.empty() ? deployments_.erase(deployment) : std::next(deployment);
  }
}

void UptimeWatch::save() {
  // Before it is known what was counted earlier, it would be replaced.
  if (!recalled_) return;
  std::vector<ServiceUptime> changed;
  for (auto& [deployment, services] : deployments_) {
    for (auto& [name, service] : services) {
      const auto& last = service.uptime.last();
      auto hours = service.uptime.take_changed();
      if (service.seen != looks_ && hours.empty()) continue;
      if (last || !hours.empty()) changed.push_back({deployment, name, std::move(hours), last});
    }
  }
  if (!changed.empty()) ports_.log.append_uptimes(std::move(changed));
}

void UptimeWatch::write_all_again() {
  for (auto& [deployment, services] : deployments_)
    for (auto& [name, service] : services) service.uptime.change_all();
}

const UptimeWatch::Service* UptimeWatch::find(const model::DeploymentName& deployment,
                                              const model::ServiceName& service) const {
  const auto services = deployments_.find(deployment);
  if (services == deployments_.end()) return nullptr;
  const auto found = services->second.find(service);
  return found == services->second.end() ? nullptr : &found->second;
}

std::optional<Availability> UptimeWatch::availability(const model::DeploymentName& deployment,
                                                      const model::ServiceName& service) const {
  const auto* found = find(deployment, service);
  if (found == nullptr) return std::nullopt;
  return found->uptime.availability(ports_.clock.now().wall);
}

std::optional<int> UptimeWatch::restarts_last_hour(const model::DeploymentName& deployment,
                                                   const model::ServiceName& service) const {
  if (find(deployment, service) == nullptr) return std::nullopt;
  const auto from = ports_.clock.now().wall - std::chrono::hours(1);
  return ports_.restarts.restarts_since(deployment, service, from);
}

}  // namespace monitor
