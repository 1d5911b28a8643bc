// What the database must hold after a number of changes: the same, in memory and without any SQL.
#pragma once

#include "reconcile/ports.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace support {

using Changes = std::vector<reconcile::Change>;

// What a set of changes should do. `false`: it refers to what is not there, and nothing of the set
// happens.
class Expected {
 public:
  bool apply(const Changes& changes) {
    auto tried = state;
    for (const auto& change : changes) {
      if (!std::visit([&](const auto& one) { return step(tried, one); }, change)) return false;
    }
    state = std::move(tried);
    return true;
  }
  reconcile::Snapshot state;

 private:
  using Snapshot = reconcile::Snapshot;
  using Deployment = model::Deployment;

  static Deployment* find(Snapshot& s, const std::string& name) {
    for (auto& deployment : s.deployments) {
      if (deployment.name == name) return &deployment;
    }
    return nullptr;
  }
  template <class List, class Match> static void erase(List& list, Match match) {
    list.erase(std::remove_if(list.begin(), list.end(), match), list.end());
  }
  template <class List, class Item, class Key> static void replace(List& list, Item item, Key key) {
    erase(list, [&](const auto& other) { return other.*key == item.*key; });
    list.push_back(std::move(item));
    std::sort(list.begin(), list.end(),
              [key](const auto& a, const auto& b) { return a.*key < b.*key; });
  }

  static bool step(Snapshot& s, const reconcile::PutGeneration& c) {
    if (find(s, c.deployment) == nullptr) {
      Deployment made;
      made.name = c.deployment;
      replace(s.deployments, made, &Deployment::name);
    }
    auto* deployment = find(s, c.deployment);
    deployment->kind = c.kind;
    deployment->current = c.generation;
    deployment->auto_heal = c.auto_heal;
    deployment->deleting = deployment->delete_volumes = false;
    return true;
  }
  static bool step(Snapshot& s, const reconcile::SetIntent& c) {
    auto* deployment = find(s, c.deployment);
    if (deployment != nullptr) deployment->intents[c.service] = c.intent;
    return deployment != nullptr;
  }
  static bool step(Snapshot& s, const reconcile::ForgetIntent& c) {
    if (auto* deployment = find(s, c.deployment)) deployment->intents.erase(c.service);
    return true;
  }
  static bool step(Snapshot& s, const reconcile::SetFacts& c) {
    auto* deployment = find(s, c.deployment);
    if (deployment != nullptr) deployment->facts[c.service] = c.facts;
    return deployment != nullptr;
  }
  static bool step(Snapshot& s, const reconcile::RecordContainer& c) {
    auto* deployment = find(s, c.deployment);
    if (deployment != nullptr) deployment->containers[c.record.id] = c.record;
    return deployment != nullptr;
  }
  static bool step(Snapshot& s, const reconcile::ForgetContainer& c) {
    if (auto* deployment = find(s, c.deployment)) deployment->containers.erase(c.id);
    return true;
  }
  static bool step(Snapshot& s, const reconcile::SetPolicy& c) {
    auto* deployment = find(s, c.deployment);
    const bool empty = c.layer == model::PolicyLayer{};
    if (deployment != nullptr && empty) deployment->set.erase(c.service);
    if (deployment != nullptr && !empty) deployment->set[c.service] = c.layer;
    return deployment != nullptr || empty;
  }
  static bool step(Snapshot& s, const reconcile::SetAutoHeal& c) {
    auto* deployment = find(s, c.deployment);
    if (deployment != nullptr) deployment->auto_heal = c.auto_heal;
    return deployment != nullptr;
  }
  static bool step(Snapshot& s, const reconcile::MarkDeleting& c) {
    auto* deployment = find(s, c.deployment);
    if (deployment != nullptr) deployment->deleting = true;
    if (deployment != nullptr) deployment->delete_volumes = c.volumes;
    return deployment != nullptr;
  }
  static bool step(Snapshot& s, const reconcile::RemoveDeployment& c) {
    erase(s.deployments, [&](const auto& one) { return one.name == c.deployment; });
    erase(s.own_calls, [&](const auto& one) { return one.deployment == c.deployment; });
    erase(s.pending_stops, [&](const auto& one) { return one.deployment == c.deployment; });
    return true;
  }
  static bool step(Snapshot& s, const reconcile::PutHold& c) {
    replace(s.holds, c.hold, &model::Hold::id);
    return true;
  }
  static bool step(Snapshot& s, const reconcile::EndHold& c) {
    erase(s.holds, [&](const auto& one) { return one.id == c.id; });
    return true;
  }
  static bool step(Snapshot& s, const reconcile::BeginOwnCall& c) {
    replace(s.own_calls, c.call, &reconcile::OwnCall::key);
    return true;
  }
  static bool step(Snapshot& s, const reconcile::AnswerOwnCall& c) {
    for (auto& call : s.own_calls) call.answered = call.answered || call.key == c.key;
    return true;
  }
  static bool step(Snapshot& s, const reconcile::ForgetOwnCall& c) {
    erase(s.own_calls, [&](const auto& one) { return one.key == c.key; });
    return true;
  }
  static bool step(Snapshot& s, const reconcile::PutPendingStop& c) {
    replace(s.pending_stops, c.stop, &reconcile::PendingStop::container);
    return true;
  }
  static bool step(Snapshot& s, const reconcile::DropPendingStop& c) {
    erase(s.pending_stops, [&](const auto& one) { return one.container == c.container; });
    return true;
  }
  static bool step(Snapshot& s, const reconcile::SetHeartbeat& c) {
    s.heartbeat = c.heartbeat;
    return true;
  }
};

}  // namespace support
