#include "reconcile/plan_stop.hpp"

#include "reconcile/down_order.hpp"
#include "reconcile/plan_ends.hpp"
#include "reconcile/plan_held.hpp"
#include "reconcile/plan_steps.hpp"
#include "reconcile/plan_verdict.hpp"

#include <algorithm>
#include <set>

namespace reconcile {
namespace {

using model::Container;
using model::ContainerState;
using Steps = std::vector<std::size_t>;

// Paused, it is left alone, but for the owner's own verb.
bool is_to_be_stopped(const Scene& scene, const model::Intent& intent, const Container& container) {
  const bool paused = container.state == ContainerState::paused;
  if (paused && intent.set_by != model::SetBy::api) return false;
  return container.is_up() && scene.undecided.count(container.id) == 0;
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
    if (is_held(look, *container) || is_end_held(look, draft, one.spec->name, *container)) continue;
    mine.push_back(emit_removal(draft, *container, one.spec->name, "the deployment is deleted",
                                order.after_dependents(one.spec->name), {},
                                deployment.delete_volumes));
  }
  order.note(one, mine);
  removals.insert(removals.end(), mine.begin(), mine.end());
  const bool is_gone = all_of(one).empty();
  auto& verdict = draft.services[one.spec->name].verdict;
  verdict = {one.spec->name,
             is_gone ? model::ServicePhase::missing : model::ServicePhase::running,
             is_gone               ? "it was deleted"
             : one.hold != nullptr ? "it is held: it is deleted when the hold ends"
                                   : "it is being deleted",
             {},
             {}};
}

// What merely has the name, and was not made for this project, is somebody else's.
bool is_of_project(const Look& look, const model::StringMap& labels) {
  const auto label = labels.find("com.docker.compose.project");
  return label != labels.end() && label->second == look.spec.name;
}

std::set<model::ContainerId> removed_by(const Draft& draft) {
  std::set<model::ContainerId> removed;
  for (const auto& step : draft.steps) {
    if (const auto* remove = std::get_if<model::RemoveContainer>(&step.action))
      removed.insert(remove->container);
  }
  return removed;
}

// By a container that evenkeel was not given, or a one-off one: it goes on, and its network too.
bool is_still_used(const Look& look, const model::SeenNetwork& network,
                   const std::set<model::ContainerId>& removed) {
  const auto& containers = look.scene.observation.containers;
  return std::any_of(containers.begin(), containers.end(), [&](const Container& container) {
    if (!container.is_up() || removed.contains(container.id)) return false;
    return std::any_of(container.networks.begin(), container.networks.end(),
                       [&](const auto& attached) { return attached.network == network.name; });
  });
}

// What others use goes on, as with `docker compose down`.
void remove_shared(const Look& look, Draft& draft, const model::Action& removal,
                   const std::string& because, const Steps& after) {
  if (is_left_to_others(look.scene.memory.of_object(shared_object(removal))) ||
      is_removal_held(look, draft, removal))
    return;
  draft.add({removal, "", because, after, {}});
}

bool is_external(const Look& look, const std::string& network) {
  return std::any_of(look.spec.networks.begin(), look.spec.networks.end(), [&](const auto& entry) {
    return entry.second.external && entry.second.name == network;
  });
}

// Also those that an earlier generation made and this one names no more.
void delete_networks(const Look& look, Draft& draft, const Steps& after) {
  const auto removed = removed_by(draft);
  for (const auto& network : look.scene.observation.networks) {
    if (!is_external(look, network.name) && is_of_project(look, network.labels) &&
        !is_still_used(look, network, removed))
      remove_shared(look, draft, model::RemoveNetwork{network.id, network.name},
                    "the deployment is deleted", after);
  }
}

void delete_volumes(const Look& look, Draft& draft, const Steps& after) {
  for (const auto& [key, volume] : look.spec.volumes) {
    const auto seen = look.volumes.find(volume.name);
    if (volume.external || seen == look.volumes.end() || !is_of_project(look, seen->second->labels))
      continue;
    remove_shared(look, draft, model::RemoveVolume{volume.name},
                  "the deployment is deleted with its volumes", after);
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
      if (!is_to_be_stopped(look.scene, *one.intent, *container) ||
          is_end_held(look, draft, *name, *container))
        continue;
      model::StopContainer stop{container->id, container->name, stop_timeout_s(look.scene, *name)};
      mine.push_back(draft.add({std::move(stop),
                                *name,
                                stopped_sentence(*one.intent),
                                order.after_dependents(*name),
                                {}}));
      draft.stopped[container->id] = mine.back();
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
        container->state == ContainerState::removing || is_held(look, *container))
      continue;
    const auto service = service_of(look.scene.deployment, *container);
    if (is_end_held(look, draft, service, *container)) continue;
    emit_removal(draft, *container, service, "its service is no longer in the specification", {},
                 {}, false);
  }
}

// The owner's word is newer than what others were changing.
void plan_deletion(const Look& look, Draft& draft) {
  if (whole_deployment_held(look.scene)) return;
  DownOrder order;
  Steps removals;
  for (const auto* orphan : look.orphans) {
    const auto service = service_of(look.scene.deployment, *orphan);
    if (is_held(look, *orphan) || is_end_held(look, draft, service, *orphan)) continue;
    removals.push_back(emit_removal(draft, *orphan, service, "the deployment is deleted", {}, {},
                                    look.scene.deployment.delete_volumes));
  }
  for (auto name = look.order.rbegin(); name != look.order.rend(); ++name) {
    delete_service(look, draft, look.services.at(*name), order, removals);
  }
  if (!draft.ends_held.empty() || keeps_held(look)) return;  // what is still there uses them
  delete_networks(look, draft, removals);
  if (look.scene.deployment.delete_volumes) delete_volumes(look, draft, removals);
}

bool nothing_is_left(const Look& look, const Draft& draft) {
  return draft.steps.empty() && draft.ends_held.empty() && !whole_deployment_held(look.scene) &&
         !keeps_held(look);
}

}  // namespace reconcile
