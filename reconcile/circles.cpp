#include "reconcile/circles.hpp"

#include "core/text.hpp"
#include "reconcile/plan_gates.hpp"

#include <queue>

namespace reconcile {
namespace {

struct Node {
  model::DeploymentName deployment;
  model::ServiceName service;
  std::string text() const { return deployment + "/" + service; }
  auto operator<=>(const Node&) const = default;
};

std::vector<Node> needs_of_node(const Node& node, const model::Deployment& deployment) {
  const auto* service = deployment.find(node.service);
  if (service == nullptr) return {};
  std::vector<Node> needs;
  for (const auto& [name, dependency] : dependencies_of(*service))
    needs.push_back({node.deployment, name});
  for (const auto& on : model::foreign_dependencies_of(deployment, node.service).value)
    needs.push_back({on.deployment, on.service});
  return needs;
}

// From `start` back to it, on the shortest way.
template <class NeedsOf> std::string way_back_to(const Node& start, const NeedsOf& needs_of) {
  std::map<Node, Node> came_from;
  std::queue<Node> open;
  for (open.push(start); !open.empty(); open.pop()) {
    for (const auto& need : needs_of(open.front())) {
      if (need != start) {
        if (came_from.emplace(need, open.front()).second) open.push(need);
        continue;
      }
      std::vector<std::string> way{start.text()};
      for (Node at = open.front(); at != start; at = came_from.at(at)) way.push_back(at.text());
      way.push_back(start.text());
      return core::join({way.rbegin(), way.rend()}, " -> ");
    }
  }
  return "";
}

core::Status refused(const std::string& circle) {
  if (circle.empty()) return {};
  return core::invalid("depends_on makes a circle, of which nothing would ever be started: " +
                       circle);
}

}  // namespace

std::string circle_through(const model::Deployment& wanted,
                           const std::map<model::DeploymentName, model::Deployment>& deployments) {
  const auto needs_of = [&](const Node& node) -> std::vector<Node> {
    if (node.deployment == wanted.name) return needs_of_node(node, wanted);
    const auto other = deployments.find(node.deployment);
    const bool goes = other == deployments.end() || other->second.deleting;
    return goes ? std::vector<Node>{} : needs_of_node(node, other->second);
  };
  for (const auto& [name, service] : wanted.current.spec->services) {
    auto circle = way_back_to({wanted.name, name}, needs_of);
    if (!circle.empty()) return circle;
  }
  return "";
}

core::Status check_circles(const Ledger& ledger, std::shared_ptr<const model::Spec> spec) {
  auto wanted = ledger.found_or_new(spec->name);
  wanted.current.spec = std::move(spec);
  return refused(circle_through(wanted, ledger.desire().deployments));
}

core::Status check_circles(const Ledger& ledger, const Ledger::PolicySource& policies) {
  auto all = ledger.desire().deployments;
  for (auto& [name, deployment] : all) {
    auto policy = policies(name);
    deployment.configured = std::move(policy.deployment);
    deployment.configured_services = std::move(policy.services);
  }
  for (const auto& [name, deployment] : all) {
    if (deployment.deleting) continue;
    if (auto status = refused(circle_through(deployment, all)); !status) return status;
  }
  return {};
}

}  // namespace reconcile
