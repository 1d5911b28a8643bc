// A shared network or IPC namespace is joined at the start: when the container that lends it is
// started again, it has a new one, and those that run on stay in the old one, without a network.
#include "reconcile/order.hpp"
#include "reconcile/plan_move.hpp"

namespace reconcile {
namespace {

using model::Container;

constexpr std::string_view lent_by = "container:";

const Container* running_one(const ServiceLook& lender, std::string_view id) {
  for (const auto& replica : lender.replicas) {
    for (const auto* one : {replica.current, replica.outdated}) {
      if (one != nullptr && (one->id == id || one->name == id) &&
          one->state == model::ContainerState::running)
        return one;
    }
  }
  return nullptr;
}

bool is_left_behind(const Look& look, const ServiceLook& one, const Container& container,
                    const ServiceLook& of, const Container& lender) {
  const auto& memory = look.scene.memory;
  if (has_followed(memory.of(one.spec->name, container.id), memory.of(of.spec->name, lender.id)))
    return false;
  if (container.only_listed || lender.only_listed) return false;  // nobody knows since when
  return look.scene.by_engine().is_before(container.started_at, lender.started_at);
}

Move join_anew(const Look& look, const ServiceLook& of, const Container& lender) {
  const auto& name = of.spec->name;
  if (const auto until = proving_until(look, of, lender)) {
    return {.phase = model::ServicePhase::waiting,
            .because = name +
                       ", whose namespace it shares, was started again and has to prove "
                       "itself first",
            .until = until};
  }
  return {.kind = MoveKind::restart,
          .phase = model::ServicePhase::starting,
          .because = name + ", whose namespace it shares, was started after it",
          .changes = true};
}

}  // namespace

// A shared PID namespace needs nothing: with its first process all in it end.
std::optional<Move> decide_left_behind(const Look& look, const ServiceLook& one,
                                       const Container& container) {
  const auto& scene = look.scene;
  if (model::kind_of(scene.deployment, one.spec->name).value == model::ServiceKind::job) return {};
  const std::pair<const std::string*, const std::string*> modes[] = {
      {&one.spec->network_mode, &container.network_mode}, {&one.spec->ipc, &container.ipc_mode}};
  for (const auto& [wanted, seen] : modes) {
    const auto found = look.services.find(namespace_parent(*wanted));
    if (found == look.services.end() || !seen->starts_with(lent_by)) continue;
    const auto id = std::string_view(*seen).substr(lent_by.size());
    const auto* lender = running_one(found->second, id);
    if (lender != nullptr && is_left_behind(look, one, container, found->second, *lender))
      return join_anew(look, found->second, *lender);
  }
  return {};
}

}  // namespace reconcile
