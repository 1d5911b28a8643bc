#include "reconcile/plan_handover.hpp"

#include "reconcile/down_order.hpp"
#include "reconcile/order.hpp"
#include "reconcile/plan_ends.hpp"
#include "reconcile/plan_needs.hpp"
#include "reconcile/plan_permit.hpp"
#include "reconcile/plan_ports.hpp"
#include "reconcile/plan_service.hpp"
#include "reconcile/plan_verdict.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::Service;
using Steps = std::vector<std::size_t>;

// A container that runs and has what another service is to have.
struct Held {
  const Container* holder = nullptr;
  model::ServiceName by;
  std::string what;
  bool is_given = false;  // its own service wants it no more
};

const ServiceLook* known(const Look& look, const model::ServiceName& name) {
  const auto found = look.services.find(name);
  return found == look.services.end() || found->second.spec == nullptr ? nullptr : &found->second;
}

// The replica whose place another container is to take; null for what goes without successor.
const Replica* to_be_replaced(const ServiceLook& one, const Container& container) {
  const auto is = [&](const Replica& replica) { return replica.outdated == &container; };
  const auto found = std::find_if(one.replicas.begin(), one.replicas.end(), is);
  return found == one.replicas.end() ? nullptr : &*found;
}

bool is_surplus(const ServiceLook& one, const Container& container) {
  return std::find(one.surplus.begin(), one.surplus.end(), &container) != one.surplus.end();
}

bool is_to_go(const Look& look, const model::ServiceName& by, const Container& container,
              bool wanted_still) {
  const auto* giver = known(look, by);
  if (giver == nullptr) return true;
  if (!giver->wanted) return false;
  return is_surplus(*giver, container) ||
         (!wanted_still && to_be_replaced(*giver, container) != nullptr);
}

const Service* spec_of(const Look& look, const model::ServiceName& name) {
  const auto* one = known(look, name);
  return one == nullptr ? nullptr : one->spec;
}

struct Search {
  const Look& look;
  const Service& taker;
  std::vector<Held> found;

  // By a container of another service, that is evenkeel's.
  model::ServiceName giver(const Container& container) const {
    const auto& deployment = look.scene.deployment;
    const auto record = deployment.containers.find(container.id);
    const bool own = record == deployment.containers.end() || record->second.service == taker.name;
    return own ? model::ServiceName() : record->second.service;
  }
  void note(const Container& container, std::string what, bool wanted_still, bool certain) {
    const auto by = giver(container);
    if (by.empty()) return;
    const bool given = certain && is_to_go(look, by, container, wanted_still);
    found.push_back({&container, by, std::move(what), given});
  }
};

void note_ports(Search& search, const Container& container) {
  for (const auto& wanted : search.taker.ports) {
    const auto collides = [&](const auto& other) { return collide(wanted, other); };
    if (std::none_of(container.ports.begin(), container.ports.end(), collides)) continue;
    const auto* giver = spec_of(search.look, search.giver(container));
    const bool wanted_still =
        giver != nullptr && std::any_of(giver->ports.begin(), giver->ports.end(), collides);
    search.note(container, "port " + wanted.published, wanted_still, is_one_port(wanted));
  }
}

bool is_wanted(const Look& look, const Service* service, const std::string& network,
               const std::string& address) {
  if (service == nullptr) return false;
  return std::any_of(service->networks.begin(), service->networks.end(), [&](const auto& entry) {
    const auto known_as = look.spec.networks.find(entry.first);
    const auto& [key, attachment] = entry;
    return known_as != look.spec.networks.end() && known_as->second.name == network &&
           (attachment.ipv4_address == address || attachment.ipv6_address == address);
  });
}

void note_addresses(Search& search, const Container& container) {
  for (const auto& attached : container.networks) {
    for (const auto* address : {&attached.ip_address, &attached.ipv6_address}) {
      if (address->empty() || !is_wanted(search.look, &search.taker, attached.network, *address))
        continue;
      const auto* giver = spec_of(search.look, search.giver(container));
      search.note(container, "address " + *address,
                  is_wanted(search.look, giver, attached.network, *address), true);
    }
  }
}

bool has_address(const Service& service) {
  return std::any_of(service.networks.begin(), service.networks.end(), [](const auto& entry) {
    return !entry.second.ipv4_address.empty() || !entry.second.ipv6_address.empty();
  });
}

// By name: the plan must not depend on the order in which the engine lists them.
std::vector<Held> held_from(const Look& look, const Service& taker) {
  if (taker.ports.empty() && !has_address(taker)) return {};
  Search search{look, taker, {}};
  for (const auto& container : look.scene.observation.containers) {
    if (!container.is_up()) continue;
    note_ports(search, container);
    note_addresses(search, container);
  }
  std::stable_sort(search.found.begin(), search.found.end(),
                   [](const Held& a, const Held& b) { return a.holder->name < b.holder->name; });
  return std::move(search.found);
}

std::optional<std::size_t> step_ending(const Draft& draft, const Container& container) {
  for (const auto* steps : {&draft.removed, &draft.stopped}) {
    if (const auto found = steps->find(container.id); found != steps->end()) return found->second;
  }
  return {};
}

enum class MakingWay { now, in_its_turn, by_its_owner };

bool can_be_made_anew(const Look& look, const Draft& draft, const ServiceLook& giver,
                      const Replica& replica) {
  if (held_back(look, giver, nullptr)) return false;
  const auto move = decide(look, draft, giver, replica);
  return move.kind != MoveKind::rest &&
         !cannot_be_made(look, draft, giver, replica, move, image_for(look, giver, move));
}

MakingWay way_of(const Look& look, Draft& draft, const Held& held) {
  const auto* giver = known(look, held.by);
  if (giver == nullptr) return MakingWay::in_its_turn;
  if (giver->hold != nullptr || giver->hold_on_rest != nullptr ||
      held.holder->state == model::ContainerState::paused)
    return MakingWay::by_its_owner;
  const auto drafted = draft.services.find(held.by);
  if (drafted != draft.services.end() && !drafted->second.verdict.service.empty())
    return drafted->second.verdict.up_to_owner ? MakingWay::by_its_owner : MakingWay::in_its_turn;
  const auto& scene = look.scene;
  if (settled_verdict(look, *giver) || scene.undecided.count(held.holder->id) > 0 ||
      is_end_held(look, draft, held.by, *held.holder))
    return MakingWay::in_its_turn;
  const auto* replica = to_be_replaced(*giver, *held.holder);
  if (replica == nullptr) return MakingWay::now;
  const bool paid = scene.allowance == Allowance::everything || is_free_of_charge(scene);
  if (!paid || !can_be_made_anew(look, draft, *giver, *replica)) return MakingWay::in_its_turn;
  return gates_of(look, draft, *giver).blocked.empty() ? MakingWay::now : MakingWay::by_its_owner;
}

bool leads_to_a_start(const Replica& replica, const Move& move) {
  if (move.kind == MoveKind::finish) return !replica.current->is_up();
  return move.kind == MoveKind::start || makes_container(move);
}

// What it is to be replaced by needs its image: it makes way only once that is there.
void stop_for(const Emission& e, const Held& held, DownOrder& order) {
  const auto& giver = e.look.services.at(held.by);
  Steps before = order.after_dependents(held.by);
  const auto& made = e.draft.services[e.one.spec->name].creates;
  before.insert(before.end(), made.begin(), made.end());
  before.insert(before.end(), e.gates.after.begin(), e.gates.after.end());
  if (const auto* replica = to_be_replaced(giver, *held.holder)) {
    const auto move = decide(e.look, e.draft, giver, *replica);
    need_image(e.look, e.draft, held.by, image_for(e.look, giver, move), {}, before);
  }
  const auto because = e.one.spec->name + " takes its " + held.what + " (generation " +
                       std::to_string(e.look.scene.deployment.current.number) + ")";
  model::StopContainer stop{held.holder->id, held.holder->name, {}};
  const auto index = e.draft.add({std::move(stop), held.by, because, std::move(before), {}});
  e.draft.stopped[held.holder->id] = index;
  order.note(giver, {index});
}

// Those that need others go before these.
void make_way(const Emission& e, const std::vector<Held>& all) {
  DownOrder order;
  for (auto name = e.look.order.rbegin(); name != e.look.order.rend(); ++name) {
    for (const auto& held : all) {
      if (held.by == *name && held.is_given && !step_ending(e.draft, *held.holder) &&
          way_of(e.look, e.draft, held) == MakingWay::now)
        stop_for(e, held, order);
    }
  }
}

}  // namespace

std::vector<model::ServiceName> order_of_turns(const Look& look) {
  Precedence givers_first;
  for (const auto& name : look.order) {
    for (const auto& held : held_from(look, *look.services.at(name).spec)) {
      if (held.is_given && !has_to_follow(look.spec, givers_first, held.by, name))
        givers_first[name].insert(held.by);
    }
  }
  return givers_first.empty() ? look.order : start_order(look.spec, givers_first);
}

std::optional<Move> still_held(const Look& look, Draft& draft, const ServiceLook& taker,
                               const Replica& replica, const Move& move) {
  if (!leads_to_a_start(replica, move)) return {};
  for (const auto& held : held_from(look, *taker.spec)) {
    if (!held.is_given || step_ending(draft, *held.holder)) continue;
    const auto way = way_of(look, draft, held);
    if (way == MakingWay::now) continue;
    return Move{.phase = model::ServicePhase::waiting,
                .because = "its " + held.what + " is still held by " + held.holder->name +
                           ", which is to make way for it",
                .up_to_owner = way == MakingWay::by_its_owner};
  }
  return {};
}

Steps steps_freeing(const Emission& e, const Steps& after) {
  const auto all = held_from(e.look, *e.one.spec);
  const bool is_later =
      !e.gates.closed.empty() || std::any_of(after.begin(), after.end(), [&](std::size_t before) {
        return !e.draft.steps[before].gates.empty();
      });
  if (!is_later) make_way(e, all);
  Steps steps;
  for (const auto& held : all) {
    const auto step = step_ending(e.draft, *held.holder);
    if (step && std::find(steps.begin(), steps.end(), *step) == steps.end()) steps.push_back(*step);
  }
  return steps;
}

bool may_be_renamed(const Look& look, const Container& holder) {
  const auto* giver = known(look, service_of(look.scene.deployment, holder));
  if (giver == nullptr || giver->hold_on_rest != nullptr || settled_verdict(look, *giver) ||
      look.scene.undecided.count(holder.id) > 0 || holder.state == model::ContainerState::paused ||
      holder.state == model::ContainerState::removing)
    return false;
  const auto* replica = to_be_replaced(*giver, holder);
  return replica != nullptr &&
         container_name(look.spec, *giver->spec, replica->number) != holder.name;
}

void rename_holder(const Emission& e, const std::string& name) {
  const auto found = e.look.by_name.find(name);
  if (found == e.look.by_name.end() || e.draft.freed.count(name) > 0 ||
      !may_be_renamed(e.look, *found->second))
    return;
  const auto& holder = *found->second;
  const auto by = service_of(e.look.scene.deployment, holder);
  const auto because = e.one.spec->name + " takes its name (generation " +
                       std::to_string(e.look.scene.deployment.current.number) + ")";
  model::RenameContainer rename{holder.id, holder.number(), name, temporary_name(holder, name)};
  e.draft.freed[name] = e.draft.add({std::move(rename), by, because, e.gates.after, {}});
}

}  // namespace reconcile
