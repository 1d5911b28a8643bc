#include "reconcile/plan_stop.hpp"

#include "reconcile/plan_gates.hpp"
#include "reconcile/plan_steps.hpp"
#include "reconcile/plan_verdict.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ContainerState;
using Steps = std::vector<std::size_t>;

std::vector<const Container*> containers_of(const ServiceLook& one) {
  std::vector<const Container*> all = one.surplus;
  for (const auto& replica : one.replicas) {
    if (replica.current != nullptr) all.push_back(replica.current);
    if (replica.outdated != nullptr) all.push_back(replica.outdated);
    all.insert(all.end(), replica.leftovers.begin(), replica.leftovers.end());
  }
  std::sort(all.begin(), all.end(),
            [](const Container* a, const Container* b) { return a->name < b->name; });
  return all;
}

// Steps by service, so that what a service depends on goes down after it.
class DownOrder {
 public:
  Steps after_dependents(const model::ServiceName& service) const {
    const auto it = dependents_.find(service);
    return it == dependents_.end() ? Steps{} : it->second;
  }
  void note(const ServiceLook& one, const Steps& steps) {
    for (const auto& [name, dependency] : dependencies_of(*one.spec)) {
      auto& before = dependents_[name];
      before.insert(before.end(), steps.begin(), steps.end());
    }
  }

 private:
  std::map<model::ServiceName, Steps> dependents_;
};

bool is_to_be_stopped(const Scene& scene, const Container& container) {
  const bool runs =
      container.state == ContainerState::running || container.state == ContainerState::restarting;
  return runs && scene.undecided.count(container.id) == 0;
}

bool whole_deployment_held(const Scene& scene) {
  return std::any_of(scene.holds.begin(), scene.holds.end(), [&](const model::Hold& hold) {
    return hold.until > scene.now.wall && hold.covers(scene.deployment.name, "");
  });
}

// What has no record goes too: it is of the project that is deleted.
std::vector<const Container*> all_of(const ServiceLook& one) {
  auto all = containers_of(one);
  all.insert(all.end(), one.unrecorded.begin(), one.unrecorded.end());
  return all;
}

void delete_service(const Look& look, Draft& draft, const ServiceLook& one, DownOrder& order,
                    Steps& removals) {
  const auto& deployment = look.scene.deployment;
  Steps mine;
  for (const auto* container : all_of(one)) {
    mine.push_back(emit_removal(draft, *container, one.spec->name, "the deployment is deleted",
                                order.after_dependents(one.spec->name), {},
                                deployment.delete_volumes));
  }
  order.note(one, mine);
  removals.insert(removals.end(), mine.begin(), mine.end());
  auto& verdict = draft.services[one.spec->name].verdict;
  verdict = {one.spec->name,
             mine.empty() ? model::ServicePhase::missing : model::ServicePhase::running,
             mine.empty() ? "it was deleted" : "it is being deleted",
             {},
             {}};
}

// What merely has the name, and was not made for this project, is somebody else's.
bool is_of_project(const Look& look, const model::StringMap& labels) {
  const auto label = labels.find("com.docker.compose.project");
  return label != labels.end() && label->second == look.spec.name;
}

void delete_networks(const Look& look, Draft& draft, const Steps& after) {
  for (const auto& [key, network] : look.spec.networks) {
    const auto seen = look.networks.find(network.name);
    if (network.external || seen == look.networks.end() ||
        !is_of_project(look, seen->second->labels))
      continue;
    draft.add({model::RemoveNetwork{seen->second->id, network.name},
               "",
               "the deployment is deleted",
               after,
               {}});
  }
}

void delete_volumes(const Look& look, Draft& draft, const Steps& after) {
  for (const auto& [key, volume] : look.spec.volumes) {
    const auto seen = look.volumes.find(volume.name);
    if (volume.external || seen == look.volumes.end() || !is_of_project(look, seen->second->labels))
      continue;
    draft.add({model::RemoveVolume{volume.name},
               "",
               "the deployment is deleted with its volumes",
               after,
               {}});
  }
}

}  // namespace

void plan_stops(const Look& look, Draft& draft) {
  DownOrder order;
  for (auto name = look.order.rbegin(); name != look.order.rend(); ++name) {
    const auto& one = look.services.at(*name);
    if (one.wanted || one.hold != nullptr) continue;
    Steps mine;
    for (const auto* container : containers_of(one)) {
      if (!is_to_be_stopped(look.scene, *container)) continue;
      model::StopContainer stop{container->id, container->name, stop_timeout_s(look.scene, *name)};
      mine.push_back(draft.add({std::move(stop),
                                *name,
                                stopped_sentence(*one.intent),
                                order.after_dependents(*name),
                                {}}));
    }
    order.note(one, mine);
  }
}

void plan_orphans(const Look& look, Draft& draft) {
  if (look.orphans.empty() || whole_deployment_held(look.scene)) return;
  if (look.scene.foreign) return draft.wake(look.scene.foreign->ends_at);
  auto orphans = look.orphans;
  std::sort(orphans.begin(), orphans.end(),
            [](const Container* a, const Container* b) { return a->name < b->name; });
  for (const auto* container : orphans) {
    if (look.scene.undecided.count(container->id) > 0 ||
        container->state == ContainerState::removing)
      continue;
    const auto service = service_of(look.scene.deployment, *container);
    emit_removal(draft, *container, service, "its service is no longer in the specification", {},
                 {}, false);
  }
}

void plan_deletion(const Look& look, Draft& draft) {
  if (whole_deployment_held(look.scene)) return;
  if (look.scene.foreign) return draft.wake(look.scene.foreign->ends_at);
  DownOrder order;
  Steps removals;
  for (const auto* orphan : look.orphans) {
    removals.push_back(emit_removal(draft, *orphan, service_of(look.scene.deployment, *orphan),
                                    "the deployment is deleted", {}, {},
                                    look.scene.deployment.delete_volumes));
  }
  for (auto name = look.order.rbegin(); name != look.order.rend(); ++name) {
    delete_service(look, draft, look.services.at(*name), order, removals);
  }
  delete_networks(look, draft, removals);
  if (look.scene.deployment.delete_volumes) delete_volumes(look, draft, removals);
}

}  // namespace reconcile
