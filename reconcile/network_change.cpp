#include "reconcile/network_change.hpp"

#include "core/text.hpp"
#include "model/config_hash.hpp"
#include "reconcile/down_order.hpp"
#include "reconcile/order.hpp"
#include "reconcile/plan_images.hpp"
#include "reconcile/plan_move.hpp"
#include "reconcile/plan_service.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ServicePhase;
using Changed = ChangedNetwork;

const model::ContainerRecord* record_of(const Scene& scene, const Container& container) {
  const auto found = scene.deployment.containers.find(container.id);
  return found == scene.deployment.containers.end() ? nullptr : &found->second;
}

bool was_applied(const Scene& scene, const std::string& network) {
  if (scene.deployment.current.source.kind != model::SourceKind::compose) return false;
  bool any = false, older = false;
  for (const auto& container : scene.observation.containers) {
    const auto* record = record_of(scene, container);
    if (record == nullptr || !is_on(container, network)) continue;
    any = true;
    older = older || record->generation < scene.deployment.current.number;
  }
  return older || (!any && scene.unanswered);
}

Postponed until_then(const Changed& changed, ServicePhase phase, const std::string& what,
                     std::optional<core::MonoTime> until = {}) {
  return {phase, sentence_of(changed) + ": " + what, until};
}

// `owner`: "deployment/service". Taken off it, it would be connected again by its own deployment.
Postponed in_use_elsewhere(const Changed& changed, const std::string& container,
                           const std::string& owner) {
  const auto verb = [words = core::replace_all(owner, "/", " ")](const char* name) {
    return "`evenkeel " + std::string(name) + " " + words + "`";
  };
  return until_then(changed, ServicePhase::needs_operator,
                    "it is made again once " + container + " of " + owner + " is off it: run " +
                        verb("stop") + ", and then " + verb("start"));
}

// What evenkeel was not given, or what somebody runs once, is on it: that would be cut off.
std::optional<Postponed> strangers_on(const Changed& changed) {
  if (!changed.seen.attached) {
    return until_then(changed, ServicePhase::needs_operator,
                      "who else is on it is not known; run `evenkeel delete " +
                          changed.look.spec.name + "` and apply it again");
  }
  const auto& scene = changed.look.scene;
  std::vector<std::string> names, commands;
  for (const auto& [id, name] : *changed.seen.attached) {
    if (scene.deployment.containers.contains(id)) continue;
    if (const auto other = scene.elsewhere.find(id); other != scene.elsewhere.end())
      return in_use_elsewhere(changed, name, other->second);
    names.push_back(name);
    commands.push_back("`docker network disconnect -f " + changed.wanted.name + " " + name + "`");
  }
  if (names.empty()) return {};
  return until_then(changed, ServicePhase::needs_operator,
                    "it is made again once " + core::join(names, ", ") +
                        ", which evenkeel was not given, is off it: run " +
                        core::join(commands, ", "));
}

std::optional<Postponed> hands_off(const Changed& changed, const ServiceLook& one,
                                   const Container& container) {
  const auto& scene = changed.look.scene;
  if (scene.undecided.count(container.id) > 0)
    return until_then(changed, ServicePhase::changing_elsewhere,
                      "an engine client stopped " + container.name + "; that is looked at first");
  if (container.state == model::ContainerState::paused)
    return until_then(changed, ServicePhase::waiting,
                      "it is made again once " + container.name + " is no longer paused");
  if (const auto* hold = one.comes_back ? one.hold_on_rest : one.hold)
    return until_then(changed, ServicePhase::waiting,
                      "it is made again once the hold on " + one.spec->name + " has ended",
                      scene.now.mono + (hold->until - scene.now.wall));
  return {};
}

// What goes down has to come back: not while it could not be made.
std::optional<Postponed> cannot_come_back(const Changed& changed, const ServiceLook& one) {
  const auto& scene = changed.look.scene;
  if (const auto wait = held_back(changed.look, one, nullptr))
    return until_then(changed, ServicePhase::backoff, wait->because, wait->until);
  if (!is_rolled_out(one)) return {};
  const auto refusal = choose_image(scene, *one.spec, true).refusal;
  if (refusal.empty()) return {};
  return until_then(changed, ServicePhase::waiting,
                    "it is made again once " + one.spec->name + " can be: " + refusal);
}

// Neither may fail unheeded: its removal, and its creation, which would take everything down.
std::optional<Postponed> could_not_be_remade(const Changed& changed) {
  const auto& scene = changed.look.scene;
  for (const auto& object :
       {shared_object(model::RemoveNetwork{changed.seen.id, changed.wanted.name}),
        shared_object(model::CreateNetwork{changed.wanted.key})}) {
    if (const auto wait = held_back(scene, scene.memory.of_object(object)))
      return until_then(changed, wait->phase, wait->because, wait->until);
  }
  return {};
}

}  // namespace

bool is_on(const Container& container, const std::string& network) {
  return std::any_of(container.networks.begin(), container.networks.end(),
                     [&](const auto& attached) { return attached.network == network; });
}

bool is_changed(const Scene& scene, const model::Network& wanted, const model::SeenNetwork& seen) {
  return model::is_made_otherwise(wanted, seen, scene.deployment.name) &&
         was_applied(scene, wanted.name);
}

std::string sentence_of(const Changed& changed) {
  return "the network " + changed.wanted.name + " is defined differently now";
}

Affected affected_by(const Changed& changed) {
  Affected affected;
  for (const auto& name : changed.look.order) {
    const auto& one = changed.look.services.at(name);
    const bool with_parent = affected.count(namespace_parent(one.spec->network_mode)) > 0;
    for (const auto* container : containers_of(one)) {
      if (container->is_up() && (with_parent || is_on(*container, changed.wanted.name)))
        affected[name].push_back(container);
    }
  }
  return affected;
}

bool is_rolled_out(const ServiceLook& one) {
  return std::any_of(one.replicas.begin(), one.replicas.end(),
                     [](const Replica& replica) { return replica.outdated != nullptr; });
}

std::optional<Postponed> obstacle(const Changed& changed, const Draft& draft,
                                  const Affected& affected) {
  const auto& scene = changed.look.scene;
  if (scene.foreign)
    return until_then(changed, ServicePhase::changing_elsewhere,
                      "an engine client is changing the deployment", scene.foreign->ends_at);
  if (auto why = strangers_on(changed)) return why;
  if (auto why = could_not_be_remade(changed)) return why;
  for (const auto* orphan : changed.look.orphans) {
    if (orphan->is_up() && is_on(*orphan, changed.wanted.name) &&
        draft.freed.count(orphan->name) == 0)
      return until_then(changed, ServicePhase::waiting,
                        "it is made again once " + orphan->name + " is gone");
  }
  for (const auto& [name, containers] : affected) {
    const auto& one = changed.look.services.at(name);
    for (const auto* container : containers) {
      if (auto why = hands_off(changed, one, *container)) return why;
    }
    if (auto why = cannot_come_back(changed, one)) return why;
  }
  if (scene.allowance == Allowance::everything || is_free_of_charge(scene)) return {};
  return until_then(changed, ServicePhase::backoff, "the healing budget of the host is used up",
                    scene.allowance_changes_at);
}

}  // namespace reconcile
