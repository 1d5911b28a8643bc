// What there is to check, and what is known of it.
#include "monitor/checks/runner.hpp"

#include "monitor/checks/check_run.hpp"
#include "monitor/checks/service_checks.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace monitor {
namespace {

// The least is the worst.
int rank_of(const KeptCheck& kept) {
  return kept.check().criticality == model::Criticality::critical ? 0 : 1;
}

}  // namespace

CheckRunner::CheckRunner(Ports ports, boost::asio::any_io_executor executor, MakeProbe make_probe,
                         std::uint64_t seed)
    : ports_(ports),
      executor_(executor),
      make_probe_(std::move(make_probe)),
      seed_(seed),
      wakeup_(executor),
      network_(executor, check_runs_max),
      programs_(executor, check_runs_max),
      others_(executor, check_runs_max) {}

CheckRunner::~CheckRunner() {
  for (const auto& run : runs_) run->permit.release();
}

void CheckRunner::configure(std::vector<Check> of_host) {
  of_host_ = std::move(of_host);
  reconfigured_ = true;
  look_again();
}

void CheckRunner::look_again() {
  look_at_ = {};
  wakeup_.notify();
}

void CheckRunner::set_listener(std::function<void(const model::DeploymentName&)> on_change) {
  on_change_ = std::move(on_change);
}

void CheckRunner::tell(std::optional<model::Event> event) {
  if (event) ports_.events.record(std::move(*event));
}

void CheckRunner::look_at_services(core::Instant now) {
  look_at_ = now.mono + services_interval;
  if (read_policies() || std::exchange(reconfigured_, false)) put_in_force(now);
  std::map<ServiceKey, Target> running;
  for (auto& each : ports_.containers.running())
    if (!each.paused) running[{each.deployment, each.service}].push_back(std::move(each));
  for (auto& [id, entry] : entries_) {
    const auto& check = entry.kept.check();
    if (check.of_host()) continue;
    const bool held = is_held(check);
    take_replicas(entry, held ? Target{} : running[{check.deployment, check.service}], now);
    tell(entry.kept.look(now, held));
  }
}

bool CheckRunner::read_policies() {
  bool changed = false;
  std::set<ServiceKey> there;
  for (auto& policy : ports_.policies.check_policies()) {
    const ServiceKey key{policy.deployment, policy.service};
    there.insert(key);
    const bool is_new = !services_.contains(key);
    auto& service = services_[key];
    const bool same = !is_new && service.policy.checks == policy.checks &&
                      service.policy.criticality == policy.criticality;
    service.policy = std::move(policy);
    if (!same && read_policy(service)) changed = true;
  }
  const auto gone = std::erase_if(
      services_, [&there](const auto& entry) { return !there.contains(entry.first); });
  return changed || gone > 0;
}

bool CheckRunner::read_policy(Service& service) {
  const auto& policy = service.policy;
  auto checks = checks_of(policy.checks, policy.deployment, policy.service, policy.criticality);
  const auto mistake = checks ? "" : checks.error().what;
  if (!mistake.empty() && mistake != service.told_mistake)
    tell(check_mistake_event(policy.deployment, policy.service, mistake, ports_.clock.now().wall));
  service.told_mistake = mistake;
  auto now = checks ? std::move(*checks) : std::vector<Check>{};
  if (now == service.checks) return false;
  service.checks = std::move(now);
  return true;
}

void CheckRunner::put_in_force(core::Instant now) {
  std::map<std::string, const Check*> wanted;
  for (const auto& check : of_host_) wanted[id_of(check)] = &check;
  for (const auto& [key, service] : services_)
    for (const auto& check : service.checks) wanted[id_of(check)] = &check;
  remove_all_but(wanted, now);
  for (const auto& [id, check] : wanted) add_or_redefine(*check, now);
  end_what_is_gone(now);
  ++revision_;
}

void CheckRunner::remove_all_but(const std::map<std::string, const Check*>& wanted,
                                 core::Instant now) {
  for (auto at = entries_.begin(); at != entries_.end();) {
    if (wanted.contains(at->first)) {
      ++at;
      continue;
    }
    auto kept = std::move(at->second.kept);
    if (const auto run = at->second.run) run->abandon();
    at = entries_.erase(at);
    tell(kept.end(now));
    if (on_change_ && kept.ailing().ill) on_change_(kept.check().deployment);
  }
}

void CheckRunner::end_what_is_gone(core::Instant now) {
  for (const auto& [id, told] : std::exchange(open_, {}))
    tell(check_recovered_event(check_of_id(id), Finding{}, told, FailureEnd::gone, now.wall));
}

void CheckRunner::add_or_redefine(const Check& check, core::Instant now) {
  const auto id = id_of(check);
  const auto known = entries_.find(id);
  if (known == entries_.end()) {
    KeptCheck kept(check, now, seed_ ^ std::hash<std::string>{}(id));
    if (const auto told = open_.extract(id)) kept.recall(told.mapped());
    entries_.emplace(id, Entry{std::move(kept), make_probe_(check.probe), nullptr});
    return;
  }
  auto& entry = known->second;
  if (entry.kept.check() == check) return;
  if (!(entry.kept.check().probe == check.probe)) {
    entry.probe = make_probe_(check.probe);
    // What is under way belongs to what was.
    if (const auto run = std::exchange(entry.run, nullptr)) run->abandon();
  }
  watched_for_ailment(entry, [&] { tell(entry.kept.redefine(check, now)); });
}

bool CheckRunner::is_held(const Check& check) const {
  const auto service = services_.find({check.deployment, check.service});
  return service != services_.end() && service->second.policy.paused;
}

Target CheckRunner::target_of(const Check& check) const {
  Target target;
  if (check.of_host() || is_held(check)) return target;
  for (auto& each : ports_.containers.running())
    if (!each.paused && each.deployment == check.deployment && each.service == check.service)
      target.push_back(std::move(each));
  return target;
}

void CheckRunner::take_replicas(Entry& entry, const Target& target, core::Instant now) {
  if (entry.kept.check().of_host() || entry.kept.has_replicas(target)) return;
  watched_for_ailment(entry, [&] { entry.kept.take_replicas(target, now); });
}

std::optional<std::string> CheckRunner::ailment(const model::DeploymentName& deployment,
                                                const model::ServiceName& service,
                                                const model::ContainerId& container,
                                                core::WallTime started_at) const {
  std::optional<std::string> worst;
  int worst_rank = 0;
  const auto prefix = deployment + "/" + service + "/";
  for (auto at = entries_.lower_bound(prefix);
       at != entries_.end() && at->first.starts_with(prefix); ++at) {
    const auto& kept = at->second.kept;
    if (worst && worst_rank <= rank_of(kept)) continue;
    auto text = kept.ailment(container, started_at);
    if (!text) continue;
    worst = std::move(text);
    worst_rank = rank_of(kept);
  }
  return worst;
}

bool CheckRunner::is_unproven(const model::DeploymentName& deployment,
                              const model::ServiceName& service) const {
  const auto prefix = deployment + "/" + service + "/";
  for (auto at = entries_.lower_bound(prefix);
       at != entries_.end() && at->first.starts_with(prefix); ++at)
    if (at->second.kept.is_unproven()) return true;
  return false;
}

std::vector<CheckView> CheckRunner::checks() const {
  const auto now = ports_.clock.now();
  std::vector<CheckView> views;
  for (const auto& [id, entry] : entries_) views.push_back(entry.kept.view(now));
  return views;
}

}  // namespace monitor
