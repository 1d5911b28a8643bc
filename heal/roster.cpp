#include "heal/roster.hpp"

#include <algorithm>
#include <deque>
#include <set>

namespace heal {
namespace {

using model::ServicePhase;
using model::Subject;

Standing standing_of_service(const ServiceNow& service) {
  if (!service.wanted || service.phase == ServicePhase::stopped) return Standing::unwanted;
  switch (service.phase) {
    case ServicePhase::unknown: return Standing::unseen;
    case ServicePhase::running:
    case ServicePhase::completed: return Standing::well;
    default: return service.up_to_owner ? Standing::frozen : Standing::ill;
  }
}

// The first one wins over those behind it.
Standing worst_of(const std::set<Standing>& all) {
  for (const auto each :
       {Standing::unseen, Standing::ill, Standing::frozen, Standing::well, Standing::unwanted}) {
    if (all.contains(each)) return each;
  }
  return Standing::gone;
}

bool waits(const ServiceNow& service) {
  return service.phase == ServicePhase::waiting && !service.up_to_owner && service.wanted;
}

}  // namespace

Subject dependency_of(const model::DeploymentName& of, const model::ServiceName& name) {
  const auto slash = name.find('/');
  if (slash == std::string::npos) return {of, name, ""};
  return {name.substr(0, slash), name.substr(slash + 1), ""};
}

void Roster::look(const Services& services, core::Instant now) {
  ++looks_;
  const Services::Each each = [this, &now](const ServiceNow& service) { take(service, now.mono); };
  services.each_service(each);
  std::erase_if(services_, [this](const auto& entry) { return entry.second.look != looks_; });
}

void Roster::take(const ServiceNow& service, core::MonoTime now) {
  auto& seen = services_[{service.deployment, service.service, ""}];
  seen.look = looks_;
  if (!(seen.now == service)) seen.now = service;
  if (!waits(service))
    seen.waiting_since.reset();
  else if (!seen.waiting_since)
    seen.waiting_since = now;
  if (standing_of_service(service) == Standing::well) seen.first_fault.clear();
}

const Seen* Roster::find(const Subject& service) const {
  const auto found = services_.find(service);
  return found == services_.end() ? nullptr : &found->second;
}

Standing Roster::standing_of(const Subject& subject) const {
  if (!subject.service.empty()) {
    const auto* seen = find(subject);
    return seen == nullptr ? Standing::gone : standing_of_service(seen->now);
  }
  std::set<Standing> all;
  for (auto at = services_.lower_bound({subject.deployment, "", ""});
       at != services_.end() && at->first.deployment == subject.deployment; ++at)
    all.insert(standing_of_service(at->second.now));
  return worst_of(all);
}

bool Roster::comes_again(const Subject& service, const std::string& fault) {
  const auto found = services_.find(service);
  if (found == services_.end()) return true;
  const bool again = found->second.first_fault == fault;
  found->second.first_fault = fault;
  return again;
}

void Roster::each_dependency(const Subject& service, const Visit& visit) const {
  std::set<Subject> known{service};
  std::deque<Subject> next{service};
  while (!next.empty()) {
    const auto at = services_.find(next.front());
    next.pop_front();
    if (at == services_.end()) continue;
    for (const auto* names : {&at->second.now.waits_for, &at->second.now.depends_on}) {
      for (const auto& name : *names) {
        auto on = dependency_of(at->first.deployment, name);
        if (!known.insert(on).second) continue;
        if (!visit(on)) return;
        next.push_back(std::move(on));
      }
    }
  }
}

std::optional<Subject> Roster::root_of_wait(const Subject& service) const {
  std::set<Subject> known;
  std::optional<Subject> root;
  for (const auto* at = find(service); at != nullptr && waits(at->now);) {
    if (at->now.waits_for.empty()) break;
    auto on = dependency_of(at->now.deployment, at->now.waits_for.front());
    // A circle has no end: any of it will do.
    if (!known.insert(on).second) break;
    root = on;
    at = find(on);
  }
  return root;
}

}  // namespace heal
