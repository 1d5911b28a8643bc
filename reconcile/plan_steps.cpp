#include "reconcile/plan_steps.hpp"

#include "reconcile/plan_handover.hpp"
#include "reconcile/plan_needs.hpp"

#include <algorithm>
#include <chrono>

namespace reconcile {
namespace {

using model::Container;
using model::ContainerState;
using Steps = std::vector<std::size_t>;

void append(Steps& to, const Steps& from) { to.insert(to.end(), from.begin(), from.end()); }

model::Step step(const Emission& e, model::Action action, Steps after,
                 std::vector<model::Gate> gates) {
  return {std::move(action), e.one.spec->name, e.move.because, std::move(after), std::move(gates)};
}

// A container that shares a namespace, or is linked, names the other: that has to be made first.
void after_parents(const Emission& e, Steps& after) {
  for (const auto& [name, dependency] : dependencies_of(*e.one.spec)) {
    const auto parent = e.draft.services.find(name);
    if (dependency.implied && parent != e.draft.services.end())
      append(after, parent->second.creates);
  }
}

// A parent that is not there, and is not made in this pass, cannot be named yet.
std::vector<model::Gate> parents_to_come(const Emission& e) {
  std::vector<model::Gate> gates;
  for (const auto& [name, dependency] : dependencies_of(*e.one.spec)) {
    const auto parent = e.look.services.find(name);
    const auto drafted = e.draft.services.find(name);
    if (!dependency.implied || parent == e.look.services.end() || drafted == e.draft.services.end())
      continue;
    const auto& replicas = parent->second.replicas;
    const bool exists = std::any_of(replicas.begin(), replicas.end(),
                                    [](const Replica& one) { return one.current || one.outdated; });
    const bool nameable = drafted->second.made_anew ? !drafted->second.creates.empty() : exists;
    if (!nameable) gates.push_back({name, model::DependencyCondition::started});
  }
  return gates;
}

std::size_t emit_create(const Emission& e, const std::string& name,
                        const model::ContainerId& replaces, Steps after,
                        const std::vector<model::Gate>& gates) {
  need_networks(e.look, e.draft, *e.one.spec, after);
  need_volumes(e.look, e.draft, *e.one.spec, after);
  need_image(e.look, e.draft, e.one.spec->name, e.image, gates, after);
  after_parents(e, after);
  if (gates.empty() && replaces.empty()) rename_holder(e, name);
  if (const auto freed = e.draft.freed.find(name); freed != e.draft.freed.end())
    after.push_back(freed->second);
  const auto index =
      e.draft.add(step(e, model::CreateContainer{e.replica.number, name, e.image.by, replaces},
                       std::move(after), gates));
  auto& draft = e.draft.services[e.one.spec->name];
  if (gates.empty()) draft.creates.push_back(index);
  draft.made_anew = true;
  return index;
}

std::size_t emit_connect(const Emission& e, const Container& container,
                         const model::Network& network, const std::string& because, Steps after) {
  need_network(e.look, e.draft, network.key, after);
  model::ConnectNetwork connect{container.id, container.name, network.key, network.name};
  return e.draft.add(
      {std::move(connect), e.one.spec->name, because, std::move(after), e.gates.closed});
}

// Those that this pass makes anew are stale too, once it has.
std::vector<const model::Network*> networks_to_overwrite(const Emission& e,
                                                         const Container& container) {
  auto stale = stale_networks(e.look, container);
  for (const auto& attached : container.networks) {
    const auto& all = e.look.spec.networks;
    const auto is = [&](const auto& entry) { return entry.second.name == attached.network; };
    const auto network = std::find_if(all.begin(), all.end(), is);
    if (network == all.end() || e.draft.networks.count(network->first) == 0 ||
        attached.network_id.empty() ||
        std::find(stale.begin(), stale.end(), &network->second) != stale.end())
      continue;
    stale.push_back(&network->second);
  }
  return stale;
}

// Stale attachments are overwritten before the start: one alone keeps the container from starting.
Steps emit_connects(const Emission& e, const Container& container, const Steps& after) {
  Steps all = after;
  for (const auto* network : networks_to_overwrite(e, container))
    all.push_back(emit_connect(e, container, *network, "its network was made anew", after));
  return all;
}

void emit_missing(const Emission& e) {
  const auto& container = *e.replica.current;
  for (const auto* network : missing_networks(e.look, e.one, container)) {
    emit_connect(e, container, *network, "it is not connected to the network " + network->name, {});
  }
}

// By a container that is to be replaced, and later than this one.
bool is_borne_by_another(const Emission& e, const std::string& name) {
  const auto holder = e.look.by_name.find(name);
  return holder != e.look.by_name.end() && holder->second != e.replica.current &&
         holder->second != e.replica.outdated && e.draft.freed.count(name) == 0;
}

// `container` null: the one that this pass creates, which is called `name` by then.
void emit_start(const Emission& e, const Container* container, const std::string& name,
                Steps after) {
  append(after, e.gates.after);
  append(after, steps_freeing(e, after));
  if (container != nullptr) {
    if (const auto stopped = e.draft.stopped.find(container->id); stopped != e.draft.stopped.end())
      after.push_back(stopped->second);
    for (const auto& attached : container->networks) {
      // Made by name and never started: only the network has to be there.
      const auto is_named = [&](const auto& entry) {
        return entry.second.name == attached.network;
      };
      const auto wanted =
          std::find_if(e.look.spec.networks.begin(), e.look.spec.networks.end(), is_named);
      if (attached.network_id.empty() && wanted != e.look.spec.networks.end())
        need_network(e.look, e.draft, wanted->first, after);
    }
    after = emit_connects(e, *container, after);
  }
  model::StartContainer start{container == nullptr ? "" : container->id, e.replica.number, name};
  const auto index = e.draft.add(step(e, std::move(start), std::move(after), e.gates.closed));
  if (e.gates.closed.empty()) e.draft.services[e.one.spec->name].starts.push_back(index);
}

void emit_replace(const Emission& e) {
  const auto& old = *e.move.replaced;
  const auto name = container_name(e.look.spec, *e.one.spec, e.replica.number);
  const auto temporary = temporary_name(old, name);
  const auto created = emit_create(e, temporary, old.id, {}, e.gates.closed);
  Steps after{created};
  append(after, e.gates.after);
  const auto removed = emit_removal(e.draft, old, e.one.spec->name, e.move.because,
                                    std::move(after), e.gates.closed, false);
  Steps free{removed};
  if (is_borne_by_another(e, name)) return emit_start(e, nullptr, temporary, std::move(free));
  if (const auto freed = e.draft.freed.find(name);
      freed != e.draft.freed.end() && freed->second != removed)
    free.push_back(freed->second);
  const auto renamed =
      e.draft.add(step(e, model::RenameContainer{"", e.replica.number, temporary, name},
                       std::move(free), e.gates.closed));
  emit_start(e, nullptr, name, {renamed});
}

void emit_finish(const Emission& e) {
  const auto& fresh = *e.replica.current;
  const auto name = container_name(e.look.spec, *e.one.spec, e.replica.number);
  Steps after = e.gates.after;
  if (e.replica.outdated != nullptr) {
    after = {emit_removal(e.draft, *e.replica.outdated, e.one.spec->name, e.move.because, after,
                          e.gates.closed, false)};
  }
  auto called = fresh.name;
  if (is_temporary(called, name) && !is_borne_by_another(e, name)) {
    called = name;
    if (const auto freed = e.draft.freed.find(name); freed != e.draft.freed.end())
      after.push_back(freed->second);
    model::RenameContainer rename{fresh.id, e.replica.number, fresh.name, name};
    after = {e.draft.add(step(e, std::move(rename), after, e.gates.closed))};
  }
  if (!fresh.is_up()) emit_start(e, &fresh, called, after);
}

// A name that another still bears is not taken before its time: that is known by it.
std::vector<model::Gate> gates_of_create(const Emission& e, const std::string& name) {
  auto gates = parents_to_come(e);
  if (is_borne_by_another(e, name))
    gates.insert(gates.end(), e.gates.closed.begin(), e.gates.closed.end());
  return gates;
}

void emit_renew(const Emission& e) {
  const auto& dead = *e.replica.current;
  const auto removed = emit_removal(e.draft, dead, e.one.spec->name, e.move.because, {}, {}, false);
  const auto name = container_name(e.look.spec, *e.one.spec, e.replica.number);
  const auto created = emit_create(e, name, "", {removed}, gates_of_create(e, name));
  emit_start(e, nullptr, name, {created});
}

void emit_restart(const Emission& e) {
  const auto& container = *e.replica.current;
  model::RestartContainer restart{container.id, container.name,
                                  stop_timeout_s(e.look.scene, e.one.spec->name),
                                  e.move.for_health};
  const auto index = e.draft.add(step(e, std::move(restart), e.gates.after, e.gates.closed));
  if (e.gates.closed.empty()) e.draft.services[e.one.spec->name].starts.push_back(index);
}

}  // namespace

std::optional<int> stop_timeout_s(const Scene& scene, const model::ServiceName& service) {
  const auto* found = scene.deployment.find(service);
  if (found == nullptr) return {};
  const auto& timeout = found->from_service.stop_timeout ? found->from_service.stop_timeout
                                                         : found->from_labels.stop_timeout;
  if (!timeout) return {};
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(*timeout).count());
}

std::size_t emit_removal(Draft& draft, const Container& container,
                         const model::ServiceName& service, const std::string& because, Steps after,
                         const std::vector<model::Gate>& gates, bool anonymous_volumes) {
  if (const auto down = draft.stopped.find(container.id); down != draft.stopped.end()) {
    after.push_back(down->second);
  } else if (container.is_up()) {
    const auto stopped = draft.add(
        {model::StopContainer{container.id, container.name, {}}, service, because, after, gates});
    if (gates.empty()) draft.stopped[container.id] = stopped;
    after = {stopped};
  }
  if (const auto renamed = draft.freed.find(container.name); renamed != draft.freed.end())
    after.push_back(renamed->second);
  model::RemoveContainer remove{container.id, container.name, anonymous_volumes};
  const auto index = draft.add({std::move(remove), service, because, std::move(after), gates});
  if (!gates.empty()) return index;
  draft.freed[container.name] = draft.removed[container.id] = index;
  return index;
}

void emit(const Emission& e) {
  auto& draft = e.draft.services[e.one.spec->name];
  draft.disturbed = draft.disturbed || e.move.kind != MoveKind::connect;
  const auto name = container_name(e.look.spec, *e.one.spec, e.replica.number);
  switch (e.move.kind) {
    case MoveKind::rest: return;
    case MoveKind::start: return emit_start(e, e.replica.current, e.replica.current->name, {});
    case MoveKind::connect: return emit_missing(e);
    case MoveKind::restart: return emit_restart(e);
    case MoveKind::create:
      return emit_start(e, nullptr, name, {emit_create(e, name, "", {}, gates_of_create(e, name))});
    case MoveKind::replace: return emit_replace(e);
    case MoveKind::finish: return emit_finish(e);
    case MoveKind::discard:
      emit_removal(e.draft, *e.move.replaced, e.one.spec->name, e.move.because, {}, {}, false);
      return;
    case MoveKind::renew: return emit_renew(e);
  }
}

}  // namespace reconcile
