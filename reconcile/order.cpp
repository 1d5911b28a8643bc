#include "reconcile/order.hpp"

#include <queue>

namespace reconcile {
namespace {

constexpr std::string_view service_prefix = "service:";

// Edges that the order must keep; a dependency outside the spec has none.
std::set<model::ServiceName> needs_of(const model::Spec& spec, const model::Service& service,
                                      const Precedence& more) {
  std::set<model::ServiceName> needs;
  const auto add = [&](const model::ServiceName& name) {
    if (name != service.name && spec.services.count(name) > 0) needs.insert(name);
  };
  for (const auto& [name, dependency] : service.depends_on) add(name);
  for (const auto* mode : {&service.network_mode, &service.pid, &service.ipc})
    add(namespace_parent(*mode));
  if (const auto found = more.find(service.name); found != more.end()) {
    for (const auto& name : found->second) add(name);
  }
  return needs;
}

}  // namespace

std::string namespace_parent(const std::string& mode) {
  return mode.starts_with(service_prefix) ? mode.substr(service_prefix.size()) : std::string();
}

std::vector<model::ServiceName> start_order(const model::Spec& spec, const Precedence& more) {
  std::map<model::ServiceName, std::size_t> open;
  std::map<model::ServiceName, std::vector<model::ServiceName>> dependents;
  std::set<model::ServiceName> ready, left;
  for (const auto& [name, service] : spec.services) {
    const auto needs = needs_of(spec, service, more);
    open[name] = needs.size();
    for (const auto& need : needs) dependents[need].push_back(name);
    (needs.empty() ? ready : left).insert(name);
  }
  std::vector<model::ServiceName> order;
  order.reserve(spec.services.size());
  while (!ready.empty() || !left.empty()) {
    auto& from = ready.empty() ? left : ready;  // only a cycle leaves nothing ready
    const auto name = *from.begin();
    from.erase(from.begin());
    order.push_back(name);
    for (const auto& dependent : dependents[name]) {
      if (--open[dependent] == 0 && left.erase(dependent) > 0) ready.insert(dependent);
    }
  }
  return order;
}

bool has_to_follow(const model::Spec& spec, const Precedence& more, const model::ServiceName& who,
                   const model::ServiceName& on) {
  std::set<model::ServiceName> known{who};
  std::queue<model::ServiceName> open;
  for (open.push(who); !open.empty(); open.pop()) {
    const auto service = spec.services.find(open.front());
    if (service == spec.services.end()) continue;
    for (const auto& need : needs_of(spec, service->second, more)) {
      if (need == on) return true;
      if (known.insert(need).second) open.push(need);
    }
  }
  return false;
}

}  // namespace reconcile
