#include "reconcile/plan_move.hpp"

#include "core/text.hpp"
#include "reconcile/order.hpp"
#include "reconcile/plan_gates.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ContainerState;
using model::ServicePhase;

constexpr std::string_view container_mode = "container:";
constexpr std::string_view of_no_service = "container";  // in `volumes_from`

bool names_container_of(const ServiceLook& parent, std::string_view id) {
  return std::any_of(parent.replicas.begin(), parent.replicas.end(), [&](const Replica& replica) {
    const auto is = [&](const Container* one) {
      return one != nullptr && (one->id == id || one->name == id);
    };
    return is(replica.current) || is(replica.outdated);
  });
}

// What the container names as its parent is its parent no more: that was made anew, or is about to
// be.
bool is_lost(const Look& look, const Draft& draft, const model::ServiceName& parent,
             std::string_view named) {
  const auto found = look.services.find(parent);
  if (parent.empty() || found == look.services.end()) return false;
  const auto drafted = draft.services.find(parent);
  if (drafted != draft.services.end() && drafted->second.made_anew) return true;
  const bool exists = std::any_of(
      found->second.replicas.begin(), found->second.replicas.end(),
      [](const Replica& one) { return one.current != nullptr || one.outdated != nullptr; });
  return exists && !names_container_of(found->second, named);
}

bool has_mount(const Container& container, const model::SeenMount& mount) {
  return std::any_of(container.mounts.begin(), container.mounts.end(), [&](const auto& own) {
    return own.type == mount.type && own.name == mount.name && own.source == mount.source;
  });
}

// Made anew, a lender may keep its volumes, as with Docker Compose: then nothing was lost.
bool lends_something_else(const ServiceLook& lender, const Container& container) {
  return std::any_of(lender.replicas.begin(), lender.replicas.end(), [&](const Replica& replica) {
    const auto* from = replica.current;
    return from != nullptr && !from->only_listed &&
           std::any_of(from->mounts.begin(), from->mounts.end(),
                       [&](const auto& mount) { return !has_mount(container, mount); });
  });
}

std::string lost_lender(const Look& look, const Draft& draft, const model::Service& service,
                        const Container& container) {
  const auto lenders = std::min(service.volumes_from.size(), container.volumes_from.size());
  for (std::size_t i = 0; i < lenders; ++i) {
    const auto name = core::split(service.volumes_from[i], ':').front();
    const auto lender = look.services.find(name);
    if (name != of_no_service && lender != look.services.end() && !container.only_listed &&
        is_lost(look, draft, name, core::split(container.volumes_from[i], ':').front()) &&
        lends_something_else(lender->second, container))
      return name + ", whose volumes it uses, was made anew";
  }
  return "";
}

// "vpn, whose namespace it shares, was made anew"; "" where the container shares namespaces and
// volumes with those that it should.
std::string lost_parent(const Look& look, const Draft& draft, const model::Service& service,
                        const Container& container) {
  const std::pair<const std::string*, const std::string*> modes[] = {
      {&service.network_mode, &container.network_mode},
      {&service.pid, &container.pid_mode},
      {&service.ipc, &container.ipc_mode}};
  for (const auto& [wanted, seen] : modes) {
    const auto parent = namespace_parent(*wanted);
    if (seen->starts_with(container_mode) &&
        is_lost(look, draft, parent, std::string_view(*seen).substr(container_mode.size())))
      return parent + ", whose namespace it shares, was made anew";
  }
  return lost_lender(look, draft, service, container);
}

bool is_undecided(const Scene& scene, const Container* container) {
  return container != nullptr && scene.undecided.count(container->id) > 0;
}

// By whoever paused it, until the owner asks for a restart.
bool is_left_paused(const Scene& scene, const Container& container) {
  return container.state == ContainerState::paused && scene.to_restart.count(container.id) == 0;
}

Move paused(const Container& container, std::string before, std::string after) {
  return {.phase = ServicePhase::paused,
          .because = std::move(before) + container.name + std::move(after)};
}

Move decide_current(const Look& look, const Draft& draft, const ServiceLook& one,
                    const Container& container) {
  if (is_left_paused(look.scene, container))
    return paused(container, "it is paused: `docker unpause ", "` lets it go on");
  if (const auto down = draft.taken_down.find(container.id); down != draft.taken_down.end()) {
    return {.kind = MoveKind::start,
            .phase = ServicePhase::starting,
            .because = down->second,
            .changes = true};
  }
  auto lost = lost_parent(look, draft, *one.spec, container);
  if (!lost.empty()) {
    return {.kind = MoveKind::replace,
            .phase = ServicePhase::creating,
            .because = std::move(lost),
            .replaced = &container};
  }
  switch (container.state) {
    case ContainerState::paused:
    case ContainerState::running: return decide_running(look, draft, one, container);
    case ContainerState::restarting: return decide_restarting(look, one, container);
    case ContainerState::removing:
      return {.phase = ServicePhase::missing,
              .because = "it is being removed",
              .until = look.scene.now.mono + core::Milliseconds{1'000}};
    case ContainerState::dead:
      return {.kind = MoveKind::renew,
              .phase = ServicePhase::creating,
              .because = "the engine could not remove it: it is dead"};
    case ContainerState::created:
    case ContainerState::exited: break;
  }
  return decide_down(look, one, container);
}

// A replacement that was made for a namespace which was made anew meanwhile cannot be started any
// more. What it replaces still holds the anonymous volumes; where that is gone already, the
// replacement holds them.
std::optional<Move> decide_useless_replacement(const Look& look, const Draft& draft,
                                               const ServiceLook& one, const Replica& replica) {
  const auto* made = replica.current;
  if (made == nullptr || made->is_up()) return {};
  const bool half_done =
      replica.outdated != nullptr ||
      is_temporary(made->name, container_name(look.spec, *one.spec, replica.number));
  auto lost = half_done ? lost_parent(look, draft, *one.spec, *made) : std::string();
  if (lost.empty()) return {};
  return Move{.kind = replica.outdated != nullptr ? MoveKind::discard : MoveKind::replace,
              .phase = ServicePhase::creating,
              .because = std::move(lost),
              .changes = true,
              .keeps_image = true,
              .replaced = made};
}

std::string why_outdated(const Look& look, const Container& container) {
  if (look.scene.to_replace.count(container.id) > 0) return "it was asked to be made anew";
  return "its specification changed (generation " +
         std::to_string(look.scene.deployment.current.number) + ")";
}

}  // namespace

bool makes_container(const Move& move) {
  return move.kind == MoveKind::create || move.kind == MoveKind::replace ||
         move.kind == MoveKind::renew;
}

Move decide(const Look& look, const Draft& draft, const ServiceLook& one, const Replica& replica) {
  if (is_undecided(look.scene, replica.current) || is_undecided(look.scene, replica.outdated)) {
    return {.phase = ServicePhase::changing_elsewhere,
            .because = "it was stopped or killed, and who meant that is not decided yet"};
  }
  if (auto move = decide_useless_replacement(look, draft, one, replica)) return *move;
  if (replica.outdated != nullptr) {
    if (is_left_paused(look.scene, *replica.outdated)) {
      return paused(
          *replica.outdated,
          "it is paused, and " + why_outdated(look, *replica.outdated) + ": `docker unpause ",
          "` lets it be made anew");
    }
    return {.kind = replica.current == nullptr ? MoveKind::replace : MoveKind::finish,
            .phase = ServicePhase::creating,
            .because = why_outdated(look, *replica.outdated),
            .changes = true,
            .keeps_image = is_of_current_spec(look.scene, *one.spec, *replica.outdated),
            .replaced = replica.outdated};
  }
  if (replica.current == nullptr) {
    return {.kind = MoveKind::create, .phase = ServicePhase::creating, .because = "it is missing"};
  }
  const auto name = container_name(look.spec, *one.spec, replica.number);
  if (is_temporary(replica.current->name, name) && !comes_free(look, name)) {
    return {.kind = MoveKind::finish,
            .phase = ServicePhase::creating,
            .because = replica.current->is_up() ? "it still bears its temporary name"
                                                : "its replacement was interrupted",
            .changes = true};
  }
  return decide_current(look, draft, one, *replica.current);
}

}  // namespace reconcile
