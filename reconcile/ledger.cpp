#include "reconcile/ledger.hpp"

#include <algorithm>
#include <type_traits>

namespace reconcile {
namespace {

void put_generation(Desire& desire, const PutGeneration& put) {
  auto& deployment = desire.deployments[put.deployment];
  deployment.name = put.deployment;
  deployment.kind = put.kind;
  deployment.current = put.generation;
  deployment.auto_heal = put.auto_heal;
  deployment.deleting = deployment.delete_volumes = false;
}

template <class Fn>
void in_deployment(Desire& desire, const model::DeploymentName& name, Fn change) {
  const auto found = desire.deployments.find(name);
  if (found != desire.deployments.end()) change(found->second);
}

void remove_deployment(Desire& desire, const model::DeploymentName& name) {
  desire.deployments.erase(name);
  std::erase_if(desire.holds, [&](const auto& entry) { return entry.second.deployment == name; });
  std::erase_if(desire.pending_stops,
                [&](const auto& entry) { return entry.second.deployment == name; });
  std::erase_if(desire.own_calls,
                [&](const auto& entry) { return entry.second.deployment == name; });
}

struct Apply {
  Desire& desire;

  void operator()(const PutGeneration& c) const { put_generation(desire, c); }
  void operator()(const SetIntent& c) const {
    in_deployment(desire, c.deployment,
                  [&](model::Deployment& d) { d.intents[c.service] = c.intent; });
  }
  void operator()(const ForgetIntent& c) const {
    in_deployment(desire, c.deployment, [&](model::Deployment& d) { d.intents.erase(c.service); });
  }
  void operator()(const SetFacts& c) const {
    in_deployment(desire, c.deployment,
                  [&](model::Deployment& d) { d.facts[c.service] = c.facts; });
  }
  void operator()(const RecordContainer& c) const {
    in_deployment(desire, c.deployment,
                  [&](model::Deployment& d) { d.containers[c.record.id] = c.record; });
  }
  void operator()(const ForgetContainer& c) const {
    in_deployment(desire, c.deployment, [&](model::Deployment& d) { d.containers.erase(c.id); });
  }
  void operator()(const SetPolicy& c) const {
    in_deployment(desire, c.deployment, [&](model::Deployment& d) { d.set[c.service] = c.layer; });
  }
  void operator()(const SetAutoHeal& c) const {
    in_deployment(desire, c.deployment, [&](model::Deployment& d) { d.auto_heal = c.auto_heal; });
  }
  void operator()(const MarkDeleting& c) const {
    in_deployment(desire, c.deployment, [&](model::Deployment& d) {
      d.deleting = true;
      d.delete_volumes = c.volumes;
    });
  }
  void operator()(const RemoveDeployment& c) const { remove_deployment(desire, c.deployment); }
  void operator()(const PutHold& c) const { desire.holds[c.hold.id] = c.hold; }
  void operator()(const EndHold& c) const { desire.holds.erase(c.id); }
  void operator()(const BeginOwnCall& c) const { desire.own_calls[c.call.key] = c.call; }
  void operator()(const AnswerOwnCall& c) const {
    const auto found = desire.own_calls.find(c.key);
    if (found != desire.own_calls.end()) found->second.answered = true;
  }
  void operator()(const ForgetOwnCall& c) const { desire.own_calls.erase(c.key); }
  void operator()(const PutPendingStop& c) const {
    desire.pending_stops[c.stop.container] = c.stop;
  }
  void operator()(const DropPendingStop& c) const { desire.pending_stops.erase(c.container); }
  void operator()(const SetHeartbeat& c) const { desire.heartbeat = c.heartbeat; }
};

// What the canonical text of a spec does not say: where it came from, and the hash that the owner's
// own tool wrote.
void complete_spec(model::Generation& generation) {
  auto spec = std::make_shared<model::Spec>(*generation.spec);
  for (const auto& [service, inspect] : generation.inspects) {
    const auto found = spec->services.find(service);
    if (found != spec->services.end() && !inspect.config_hash.empty())
      found->second.config_hash = inspect.config_hash;
  }
  generation.spec = std::move(spec);
}

// The deployment whose owner's wish a change alters; nullopt: no wish, "": the whole host.
std::optional<model::DeploymentName> wish_changed_by(const Change& change) {
  return std::visit(
      [](const auto& c) -> std::optional<model::DeploymentName> {
        using T = std::decay_t<decltype(c)>;
        if constexpr (std::is_same_v<T, PutGeneration> || std::is_same_v<T, SetIntent> ||
                      std::is_same_v<T, SetPolicy> || std::is_same_v<T, SetAutoHeal> ||
                      std::is_same_v<T, MarkDeleting> || std::is_same_v<T, RemoveDeployment>) {
          return c.deployment;
        } else if constexpr (std::is_same_v<T, PutHold>) {
          return c.hold.deployment;
        } else {
          return std::nullopt;
        }
      },
      change);
}

}  // namespace

void apply_change(Desire& desire, const Change& change) { std::visit(Apply{desire}, change); }

std::vector<std::string> open_creates(const Desire& desire, const model::DeploymentName& deployment,
                                      const std::string& name) {
  std::vector<std::string> keys;
  for (const auto& [key, call] : desire.own_calls) {
    if (!call.answered && call.deployment == deployment && call.verb == "create" &&
        call.subject == name)
      keys.push_back(key);
  }
  return keys;
}

awaitable<core::Status> Ledger::load() {
  auto loaded = co_await store_.load();
  if (!loaded) co_return loaded.error();
  desire_ = Desire{};
  for (auto& deployment : loaded->deployments) {
    complete_spec(deployment.current);
    configure(deployment);
    desire_.deployments[deployment.name] = std::move(deployment);
  }
  for (auto& hold : loaded->holds) desire_.holds[hold.id] = std::move(hold);
  for (auto& stop : loaded->pending_stops) desire_.pending_stops[stop.container] = std::move(stop);
  for (auto& call : loaded->own_calls) desire_.own_calls[call.key] = std::move(call);
  desire_.heartbeat = loaded->heartbeat;
  co_return core::Status{};
}

awaitable<core::Status> Ledger::commit(std::vector<Change> changes) {
  auto committed = co_await store_.commit(changes);
  if (committed) take(changes);
  co_return committed;
}

void Ledger::commit_behind(std::vector<Change> changes) {
  take(changes);
  store_.commit_behind(std::move(changes));
}

void Ledger::take(const std::vector<Change>& changes) {
  bool wished = false;
  for (const auto& change : changes) {
    apply_change(desire_, change);
    if (const auto* put = std::get_if<PutGeneration>(&change))
      configure(desire_.deployments[put->deployment]);
    const auto wish = wish_changed_by(change);
    if (!wish) continue;
    wished = true;
    if (wish->empty()) {
      ++host_wish_;
    } else {
      ++wishes_[*wish];
    }
  }
  if (wished && on_wish_) on_wish_();
}

const model::Deployment* Ledger::find(const model::DeploymentName& name) const {
  const auto found = desire_.deployments.find(name);
  return found == desire_.deployments.end() ? nullptr : &found->second;
}

model::Deployment Ledger::found_or_new(const model::DeploymentName& name) const {
  if (const auto* found = find(name)) return *found;
  model::Deployment fresh;
  fresh.name = name;
  configure(fresh);
  return fresh;
}

std::uint64_t Ledger::wish_of(const model::DeploymentName& name) const {
  const auto found = wishes_.find(name);
  return host_wish_ + (found == wishes_.end() ? 0 : found->second);
}

void Ledger::renew_wish(const model::DeploymentName& name) {
  ++wishes_[name];
  if (on_wish_) on_wish_();
}

void Ledger::configure(model::Deployment& deployment) const {
  if (!policy_source_) return;
  auto policy = policy_source_(deployment.name);
  deployment.configured = std::move(policy.deployment);
  deployment.configured_services = std::move(policy.services);
}

void Ledger::reconfigure() {
  for (auto& [name, deployment] : desire_.deployments) configure(deployment);
  ++host_wish_;
  if (on_wish_) on_wish_();
}

}  // namespace reconcile
