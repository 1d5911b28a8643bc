#include "reconcile/plan_look.hpp"

#include "reconcile/facts.hpp"

#include "model/config_hash.hpp"
#include "reconcile/order.hpp"
#include "reconcile/plan_images.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

namespace reconcile {
namespace {

using model::Container;
using model::ContainerState;

constexpr std::size_t short_id = 12;

using ByNumber = std::map<int, std::vector<const Container*>>;

// Which of several containers of one number stays: what runs, then the right name, then the newest.
bool better(const Container& a, const Container& b, const std::string& name) {
  const auto rank = [&](const Container& one) {
    return std::make_tuple(one.is_up(), one.name == name, one.created_at, std::cref(one.id).get());
  };
  return rank(a) > rank(b);
}

void offer(const Container*& place, const Container& candidate,
           std::vector<const Container*>& leftovers, const std::string& name) {
  if (place == nullptr) {
    place = &candidate;
  } else if (better(candidate, *place, name)) {
    leftovers.push_back(place);
    place = &candidate;
  } else {
    leftovers.push_back(&candidate);
  }
}

Replica replica_of(const Look& look, const model::Service& service, int number,
                   const std::vector<const Container*>& containers) {
  Replica replica{number};
  const auto name = container_name(look.spec, service, number);
  for (const auto* container : containers) {
    auto& place =
        is_up_to_date(look.scene, service, *container) ? replica.current : replica.outdated;
    offer(place, *container, replica.leftovers, name);
  }
  const auto* newest = replica.current != nullptr ? replica.current : replica.outdated;
  replica.set_aside =
      newest != nullptr && !newest->is_up() && look.scene.set_aside.contains(newest->id);
  return replica;
}

// Existing numbers are kept, the lowest first; missing ones fill the gaps from 1.
void fill_replicas(const Look& look, ServiceLook& one, const ByNumber& numbers) {
  const int desired = std::max(0, one.spec->scale);
  std::set<int> kept;
  for (const auto& [number, containers] : numbers) {
    if (static_cast<int>(kept.size()) < desired) {
      kept.insert(number);
    } else {
      one.surplus.insert(one.surplus.end(), containers.begin(), containers.end());
    }
  }
  for (int number = 1; static_cast<int>(kept.size()) < desired; ++number) kept.insert(number);
  static const std::vector<const Container*> none;
  for (const int number : kept) {
    const auto it = numbers.find(number);
    one.replicas.push_back(
        replica_of(look, *one.spec, number, it == numbers.end() ? none : it->second));
  }
}

const Container* living(const Replica& replica) {
  if (replica.current != nullptr && replica.current->is_up()) return replica.current;
  if (replica.outdated != nullptr && replica.outdated->is_up()) return replica.outdated;
  return nullptr;
}

// By itself: what was told to end, or may have been, has not done what its dependents wait for.
bool ended_well(const Scene& scene, const Container& container) {
  return container.state == ContainerState::exited && container.ever_started() &&
         container.exit_code == 0 && container.error.empty() &&
         scene.undecided.count(container.id) == 0 &&
         !was_told_to_end(scene.deployment, container, scene.by_engine(), scene.engine_ahead);
}

void fill_state(const Scene& scene, ServiceLook& one) {
  one.started = one.healthy = true;
  for (const auto& replica : one.replicas) {
    if (replica.set_aside) continue;
    const auto* container = living(replica);
    const bool runs = container != nullptr && container->state == ContainerState::running;
    one.started = one.started && runs;
    one.healthy = one.healthy && runs && container->is_well();
    one.paused = one.paused || (container != nullptr && container->state == ContainerState::paused);
    one.exited_well =
        one.exited_well || (replica.current != nullptr && ended_well(scene, *replica.current));
  }
  const auto facts = scene.deployment.facts.find(one.spec->name);
  one.completed = facts != scene.deployment.facts.end() && facts->second.completed &&
                  facts->second.completed->generation == scene.deployment.current.number &&
                  model::may_complete(scene.deployment, one.spec->name);
}

// By its name. Of one that was made by the id of an image nothing is known.
bool may_be_of_image(const model::Service& service, const Container& container) {
  return service.image.empty() || container.image == service.image ||
         container.image.starts_with("sha256:");
}

bool has_check(const Scene& scene, const model::Spec& spec, const model::Service& service) {
  if (service.healthcheck) return !service.healthcheck->disabled;
  const auto image = scene.observation.images.find(image_reference(spec, service));
  return image != scene.observation.images.end() && image->second.has_healthcheck;
}

}  // namespace

const model::Hold* hold_of(const Scene& scene, const model::ServiceName& service) {
  const model::Hold* longest = nullptr;
  for (const auto& hold : scene.holds) {
    if (hold.until <= scene.now.wall || !hold.covers(scene.deployment.name, service)) continue;
    if (longest == nullptr || hold.until > longest->until) longest = &hold;
  }
  return longest;
}

model::ServiceName service_of(const model::Deployment& deployment, const Container& container) {
  if (const auto record = deployment.containers.find(container.id);
      record != deployment.containers.end()) {
    return record->second.service;
  }
  return container.project() == deployment.name && !container.oneoff() ? container.service()
                                                                       : model::ServiceName();
}

bool is_of_current_spec(const model::Deployment& deployment, const model::Observation& seen,
                        const model::Service& service, const Container& container) {
  const auto record = deployment.containers.find(container.id);
  if (record == deployment.containers.end()) return false;
  if (record->second.generation >= deployment.current.number) return true;
  if (container.only_listed) return true;  // until more can be seen of it
  if (!model::has_config_of(service, container, seen)) return false;
  const auto& with = record->second.made_with;
  return with.empty() ? may_be_of_image(service, container)
                      : with == model::made_with(*deployment.current.spec, service);
}

bool is_of_current_spec(const Scene& scene, const model::Service& service,
                        const Container& container) {
  return is_of_current_spec(scene.deployment, scene.observation, service, container);
}

bool is_up_to_date(const Scene& scene, const model::Service& service, const Container& container) {
  return scene.to_replace.count(container.id) == 0 && is_of_current_spec(scene, service, container);
}

std::string container_name(const model::Spec& spec, const model::Service& service, int number) {
  if (!service.container_name.empty()) return service.container_name;
  return spec.name + "-" + service.name + "-" + std::to_string(number);
}

std::string temporary_name(const Container& replaced, const std::string& name) {
  return replaced.id.substr(0, short_id) + "_" + name;
}

const Container* waits_to_replace(const model::Observation& seen, const Container& container) {
  if (container.ever_started() || container.is_up() || container.name.size() <= short_id + 1)
    return nullptr;
  if (!is_temporary(container.name, container.name.substr(short_id + 1))) return nullptr;
  const auto replaced =
      std::find_if(seen.containers.begin(), seen.containers.end(), [&](const Container& one) {
        return &one != &container && one.project() == container.project() &&
               one.service() == container.service() &&
               one.id.starts_with(std::string_view(container.name).substr(0, short_id));
      });
  return replaced == seen.containers.end() ? nullptr : &*replaced;
}

bool is_temporary(const std::string& seen, const std::string& name) {
  if (seen.size() != short_id + 1 + name.size() || seen[short_id] != '_' || !seen.ends_with(name))
    return false;
  return std::all_of(seen.begin(), seen.begin() + short_id,
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

bool comes_free(const Look& look, const std::string& name) {
  const auto holder = look.by_name.find(name);
  if (holder == look.by_name.end()) return false;
  return std::any_of(look.services.begin(), look.services.end(), [&](const auto& entry) {
    const auto& one = entry.second;
    const auto is = [&](const Replica& replica) { return replica.outdated == holder->second; };
    return one.spec != nullptr && one.wanted && one.hold == nullptr &&
           std::any_of(one.replicas.begin(), one.replicas.end(), is);
  });
}

namespace {

// The engine lists in an order of its own: the plan must not depend on it.
std::vector<const Container*> by_name_and_id(const model::Observation& seen) {
  std::vector<const Container*> all;
  all.reserve(seen.containers.size());
  for (const auto& container : seen.containers) all.push_back(&container);
  std::sort(all.begin(), all.end(), [](const Container* a, const Container* b) {
    return std::tie(a->name, a->id) < std::tie(b->name, b->id);
  });
  return all;
}

void sort_containers(Look& look, std::map<model::ServiceName, ByNumber>& found) {
  const auto& deployment = look.scene.deployment;
  for (const auto* container : by_name_and_id(look.scene.observation)) {
    look.by_name.emplace(container->name, container);
    const auto name = service_of(deployment, *container);
    if (name.empty()) continue;
    const bool recorded = deployment.containers.count(container->id) > 0;
    const bool known = look.spec.services.count(name) > 0;
    if (recorded && known) found[name][std::max(1, container->number())].push_back(container);
    if (recorded && !known) look.orphans.push_back(container);
    if (!recorded && known) look.services[name].unrecorded.push_back(container);
  }
}

}  // namespace

Look look_at(const Scene& scene) {
  Look look(scene);
  look.order = start_order(look.spec);
  for (const auto& network : scene.observation.networks)
    look.networks.emplace(network.name, &network);
  for (const auto& volume : scene.observation.volumes) look.volumes.emplace(volume.name, &volume);
  std::map<model::ServiceName, ByNumber> found;
  sort_containers(look, found);
  for (const auto& [name, service] : look.spec.services) {
    auto& one = look.services[name];
    one.spec = &service;
    one.intent = &scene.deployment.intent_of(name);
    one.wanted = one.intent->state == model::IntentState::running;
    one.comes_back = one.wanted && scene.memory.comes_back(name);
    (one.comes_back ? one.hold_on_rest : one.hold) = hold_of(scene, name);
    one.has_check = has_check(scene, look.spec, service);
    fill_replicas(look, one, found[name]);
    fill_state(scene, one);
  }
  return look;
}

}  // namespace reconcile
