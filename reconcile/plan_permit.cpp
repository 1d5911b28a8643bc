#include "reconcile/plan_permit.hpp"

#include "reconcile/plan_handover.hpp"
#include "reconcile/plan_needs.hpp"
#include "reconcile/plan_service.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ServicePhase;

std::optional<Move> refuse(std::string why) {
  return Move{.phase = ServicePhase::needs_operator, .because = std::move(why)};
}

std::optional<Move> without_external(const Look& look, const ServiceLook& one, const Move& move) {
  for (const auto& [key, attachment] : one.spec->networks) {
    const auto network = look.spec.networks.find(key);
    if (network == look.spec.networks.end() || !network->second.external ||
        look.networks.count(network->second.name) > 0)
      continue;
    const auto& name = network->second.name;
    return refuse("the external network " + name +
                  " is not there: create it with `docker network create " + name + "`");
  }
  if (!makes_container(move)) return {};
  for (const auto& mount : one.spec->volumes) {
    const auto volume = look.spec.volumes.find(mount.source);
    if (mount.type != model::MountType::volume || volume == look.spec.volumes.end() ||
        !volume->second.external)
      continue;
    const auto& name = volume->second.name;
    if (look.volumes.count(name) > 0) continue;
    return refuse("the external volume " + name +
                  " is not there: create it with `docker volume create " + name + "`");
  }
  return {};
}

// Made now, it would be recorded as what the generation wants, on a network that is not.
std::optional<Move> on_postponed_network(const Draft& draft, const ServiceLook& one,
                                         const Move& move) {
  if (!move.changes || !makes_container(move)) return {};
  for (const auto& [key, attachment] : one.spec->networks) {
    const auto found = draft.postponed.find(key);
    if (found == draft.postponed.end()) continue;
    return Move{
        .phase = found->second.phase, .because = found->second.why, .until = found->second.until};
  }
  return {};
}

std::vector<std::string> to_be_made(const Look& look, const ServiceLook& one,
                                    const Replica& replica, const Move& move) {
  if (makes_container(move)) return missing_for_new(look, *one.spec);
  if (move.kind == MoveKind::restart || replica.current == nullptr) return {};
  return missing_for(look, one, *replica.current);
}

// What all who need it wait for, once it could not be made.
std::optional<Move> without_shared(const Look& look, const ServiceLook& one, const Replica& replica,
                                   const Move& move) {
  std::optional<Move> longest;
  for (const auto& object : to_be_made(look, one, replica, move)) {
    auto wait = held_back(look.scene, look.scene.memory.of_object(object));
    if (wait && (!longest || *longest->until < *wait->until)) longest = std::move(wait);
  }
  return longest;
}

bool is_part_of(const Replica& replica, const Container& container) {
  return &container == replica.current || &container == replica.outdated;
}

// As the current generation wants it, whatever it is called.
bool stays(const Look& look, const model::ServiceName& owner, const Container& container) {
  const auto found = look.services.find(owner);
  return found != look.services.end() &&
         std::any_of(found->second.replicas.begin(), found->second.replicas.end(),
                     [&](const Replica& replica) { return replica.current == &container; });
}

// What an engine client made to take its place bears the name that ours would have at first.
std::optional<Move> temporary_name_taken(const Look& look, const std::string& name,
                                         const Move& move) {
  if (move.kind != MoveKind::replace) return {};
  const auto holder = look.by_name.find(temporary_name(*move.replaced, name));
  if (holder == look.by_name.end() || look.scene.deployment.containers.contains(holder->second->id))
    return {};
  return refuse("an engine client made " + holder->first +
                " to replace it, and has not done so: `docker compose up` goes on with it, "
                "`docker rm " +
                holder->first + "` gives it up");
}

// A name that is taken is not fought for: the engine would refuse, and the other one may be the
// owner's.
std::optional<Move> name_taken(const Look& look, const Draft& draft, const ServiceLook& one,
                               const Replica& replica, const Move& move) {
  if (!makes_container(move) && move.kind != MoveKind::finish) return {};
  const auto name = container_name(look.spec, *one.spec, replica.number);
  if (auto taken = temporary_name_taken(look, name, move)) return taken;
  const auto holder = look.by_name.find(name);
  if (holder == look.by_name.end() || is_part_of(replica, *holder->second) ||
      draft.freed.count(name) > 0)
    return {};
  const auto owner = service_of(look.scene.deployment, *holder->second);
  if (const auto other = look.scene.elsewhere.find(holder->second->id);
      other != look.scene.elsewhere.end())
    return refuse("its name " + name + " is borne by a container of " + other->second +
                  ": only one of them can have it, give the other another container_name");
  if (owner.empty())
    return refuse("its name " + name +
                  " is taken by a container that evenkeel was not given: rename or remove that");
  const bool on_its_own = move.kind == MoveKind::create || move.kind == MoveKind::renew;
  if (on_its_own ? may_be_renamed(look, *holder->second) : comes_free(look, name)) return {};
  if (stays(look, owner, *holder->second))
    return refuse("its name " + name + " is borne by another container of " + owner +
                  ", which stays: rename that with `docker rename`");
  return Move{.phase = ServicePhase::waiting,
              .because = "its name " + name + " is still held by a container of " + owner};
}

std::optional<Move> others_at_work(const Look& look, const ServiceLook& one, const Replica& replica,
                                   const Move& move) {
  const auto& foreign = look.scene.foreign;
  if (!foreign) return {};
  const bool of_a_crash = move.kind == MoveKind::start && replica.current != nullptr &&
                          stale_networks(look, *replica.current).empty();
  if (of_a_crash && foreign->services.count(one.spec->name) == 0) return {};
  return Move{.phase = ServicePhase::changing_elsewhere,
              .because = "an engine client is changing the deployment",
              .until = foreign->ends_at};
}

bool costs(const Look& look, const ServiceLook& one, const Replica& replica, const Move& move,
           const ImageChoice& image) {
  if (image.pull || move.kind == MoveKind::replace) return true;
  if (move.kind == MoveKind::finish) return false;
  return is_later_attempt(look.scene, one.spec->name,
                          replica.current == nullptr ? "" : replica.current->id);
}

std::optional<Move> braked(const Look& look, std::string why) {
  return Move{.phase = ServicePhase::backoff,
              .because = std::move(why),
              .until = look.scene.allowance_changes_at,
              .is_attempt = true};
}

std::optional<Move> over_budget(const Look& look, Draft& draft, const ServiceLook& one,
                                const Replica& replica, const Move& move,
                                const ImageChoice& image) {
  if (is_free_of_charge(look.scene)) return {};
  switch (look.scene.allowance) {
    case Allowance::everything: return {};
    case Allowance::first_attempts:
      if (!costs(look, one, replica, move, image)) return {};
      return braked(look, move.because + "; the healing budget of the host is used up");
    case Allowance::one_service: {
      const auto& turn_of = look.scene.turn_of;
      if (turn_of.empty() && draft.only.empty()) draft.only = one.spec->name;
      if (turn_of.empty() && draft.only == one.spec->name) return {};
      return braked(look, move.because + "; many services failed at once: one at a time, " +
                              (turn_of.empty() ? draft.only : turn_of) + " first");
    }
    case Allowance::nothing: break;
  }
  return braked(
      look, move.because + "; many services failed at once: engine and host are looked at first");
}

}  // namespace

bool is_free_of_charge(const Scene& scene) { return scene.owner_asked || scene.recovery; }

bool is_later_attempt(const Scene& scene, const model::ServiceName& service,
                      const model::ContainerId& container) {
  const auto& memory = scene.memory.of(service);
  const auto& one = scene.memory.of(service, container);
  return memory.failures > 0 || one.deaths > 1 || one.remedies > 0;
}

ImageChoice image_for(const Look& look, const ServiceLook& one, const Move& move) {
  if (!makes_container(move)) return {};
  if (move.keeps_image && !move.replaced->image_id.empty())
    return keep_image(look.scene, *one.spec, move.replaced->image_id);
  return choose_image(look.scene, *one.spec, move.changes);
}

std::optional<Move> cannot_be_made(const Look& look, const Draft& draft, const ServiceLook& one,
                                   const Replica& replica, const Move& move,
                                   const ImageChoice& image) {
  if (auto why = without_external(look, one, move)) return why;
  if (auto why = on_postponed_network(draft, one, move)) return why;
  if (auto why = without_shared(look, one, replica, move)) return why;
  if (!image.refusal.empty()) return refuse(image.refusal);
  return name_taken(look, draft, one, replica, move);
}

std::optional<Move> forbid(const Look& look, Draft& draft, const ServiceLook& one,
                           const Replica& replica, const Move& move, const ImageChoice& image) {
  if (auto why = others_at_work(look, one, replica, move)) return why;
  if (auto why = cannot_be_made(look, draft, one, replica, move, image)) return why;
  if (auto why = still_held(look, draft, one, replica, move)) return why;
  return over_budget(look, draft, one, replica, move, image);
}

}  // namespace reconcile
