#include "reconcile/plan_service.hpp"

#include "reconcile/plan_ends.hpp"
#include "reconcile/plan_needs.hpp"
#include "reconcile/plan_permit.hpp"
#include "reconcile/plan_rest.hpp"
#include "reconcile/plan_steps.hpp"
#include "reconcile/plan_verdict.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ContainerState;
using model::ServicePhase;

struct Part {
  const Look& look;
  Draft& draft;
  const ServiceLook& one;
  ServiceDraft& mine;
  int unsettled = 0;  // replicas before this one that a roll-out has to wait for
  bool all_run = true;
  bool waits_for_what_comes = true;
};

void rest(Part& part, const Move& move) {
  part.draft.wake(move.until);
  worsen(part.mine.verdict, {part.one.spec->name,
                             move.phase,
                             move.because,
                             {},
                             move.is_attempt ? move.until : std::nullopt,
                             move.up_to_owner,
                             move.left_as_is});
}

// Whose deaths make the move wait: none where a new container takes its place, or where it runs.
const Container* mourned(const Replica& replica, const Move& move) {
  return move.changes || move.kind == MoveKind::restart ? nullptr : replica.current;
}

bool runs(const Replica& replica) {
  const auto is_running = [](const Container* one) {
    return one != nullptr && one->state == ContainerState::running;
  };
  return is_running(replica.current) || is_running(replica.outdated);
}

// One replica after the other, and with a health check only after the one before has passed it.
void wait_for_replicas_before(const Part& part, Gates& gates) {
  if (part.unsettled == 0) return;
  if (part.one.has_check) {
    gates.closed.push_back({part.one.spec->name, model::DependencyCondition::healthy});
    gates.waiting_for.push_back(part.one.spec->name + " (healthy)");
  } else if (part.mine.starts.empty()) {
    gates.closed.push_back({part.one.spec->name, model::DependencyCondition::started});
    gates.waiting_for.push_back(part.one.spec->name + " (started)");
  } else {
    gates.after.push_back(part.mine.starts.back());
  }
}

// Of other deployments nothing is known but that the gate is closed: they may come.
bool may_come(const Part& part, const model::Gate& gate) {
  const auto found = part.draft.services.find(gate.service);
  return found == part.draft.services.end() ? gate.service.find('/') != std::string::npos
                                            : found->second.comes || &found->second == &part.mine;
}

void say_waiting(Part& part, const Gates& gates) {
  const bool all_come = std::all_of(gates.closed.begin(), gates.closed.end(),
                                    [&](const model::Gate& gate) { return may_come(part, gate); });
  part.waits_for_what_comes = part.waits_for_what_comes && gates.blocked.empty() && all_come;
  const auto why =
      "waits for " + (gates.blocked.empty() ? gates.waiting_for.front() : gates.blocked);
  worsen(part.mine.verdict, {part.one.spec->name,
                             ServicePhase::waiting,
                             why,
                             gates.waiting_for,
                             {},
                             gates.up_to_owner,
                             gates.left_as_is});
}

// The service itself, or what it needs and shares with others.
bool is_given_over(const Part& part) {
  const auto& memory = part.look.scene.memory;
  const auto missing = missing_for_new(part.look, *part.one.spec);
  return memory.of(part.one.spec->name).needs_operator_since ||
         std::any_of(missing.begin(), missing.end(), [&](const std::string& object) {
           return memory.of_object(object).needs_operator_since.has_value();
         });
}

void say_moving(Part& part, const Move& move, const ImageChoice& image, const Gates& gates) {
  if (!gates.closed.empty()) say_waiting(part, gates);
  const bool given_over = is_given_over(part);
  auto phase = gates.closed.empty() ? move.phase : ServicePhase::waiting;
  if (image.pull && gates.closed.empty()) phase = ServicePhase::pulling;
  if (given_over) phase = ServicePhase::needs_operator;
  if (gates.closed.empty() || given_over)
    worsen(part.mine.verdict, {part.one.spec->name, phase, move.because, {}, {}});
}

// The root first: what an ill dependency breaks, a restart does not mend.
bool left_in_peace(Part& part, const Move& move, const Gates& gates) {
  if (!move.for_health || gates.open()) return false;
  std::string on = gates.closed.empty() ? "a dependency" : gates.waiting_for.front();
  worsen(part.mine.verdict, {part.one.spec->name,
                             ServicePhase::unhealthy,
                             move.because + "; waits for " + on,
                             gates.waiting_for,
                             {}});
  return true;
}

void carry_out(Part& part, const Replica& replica, const Move& move) {
  const auto image = image_for(part.look, part.one, move);
  if (auto refusal = forbid(part.look, part.draft, part.one, replica, move, image))
    return rest(part, *refusal);
  auto gates = gates_of(part.look, part.draft, part.one);
  if (left_in_peace(part, move, gates)) return;
  if (!gates.blocked.empty()) return say_waiting(part, gates);
  if (move.kind == MoveKind::replace && move.changes) wait_for_replicas_before(part, gates);
  emit({part.look, part.draft, part.one, replica, move, gates, image});
  say_moving(part, move, image, gates);
  part.all_run = part.all_run && gates.closed.empty();
}

void remove_leftovers(Part& part, const Replica& replica) {
  if (part.look.scene.foreign) return;
  for (const auto* leftover : replica.leftovers) {
    if (is_end_held(part.look, part.draft, part.one.spec->name, *leftover)) continue;
    emit_removal(part.draft, *leftover, part.one.spec->name, "it is left over from a replacement",
                 {}, {}, false);
  }
}

void plan_replica(Part& part, const Replica& replica) {
  if (part.one.hold_on_rest != nullptr && runs(replica)) return;
  const auto before = part.draft.steps.size();
  remove_leftovers(part, replica);
  const auto move = decide(part.look, part.draft, part.one, replica);
  if (move.kind == MoveKind::rest) {
    rest(part, move);
    part.all_run = part.all_run && runs(replica);
  } else if (const auto wait = held_back(part.look, part.one, mourned(replica, move))) {
    rest(part, *wait);
    part.all_run = part.all_run && runs(replica);
  } else {
    const auto emitted = part.draft.steps.size();
    carry_out(part, replica, move);
    if (part.draft.steps.size() == emitted) part.all_run = part.all_run && runs(replica);
  }
  const bool settled = part.draft.steps.size() == before && move.phase == ServicePhase::running;
  if (!settled) ++part.unsettled;
}

void remove_surplus(Part& part) {
  if (part.one.surplus.empty() || part.one.hold_on_rest != nullptr) return;
  if (part.look.scene.foreign) {
    worsen(part.mine.verdict, {part.one.spec->name,
                               ServicePhase::changing_elsewhere,
                               "an engine client is changing it",
                               {},
                               {}});
    return part.draft.wake(part.look.scene.foreign->ends_at);
  }
  for (auto it = part.one.surplus.rbegin(); it != part.one.surplus.rend(); ++it) {
    if (is_end_held(part.look, part.draft, part.one.spec->name, **it)) continue;
    emit_removal(part.draft, **it, part.one.spec->name,
                 "it is more than the " + std::to_string(part.one.spec->scale) + " replicas wanted",
                 {}, {}, false);
  }
}

// Of a service that is well otherwise.
void say_set_aside(Part& part) {
  for (const auto& replica : part.one.replicas) {
    if (!replica.set_aside || !part.mine.verdict.why.empty()) continue;
    const auto& name = (replica.current != nullptr ? replica.current : replica.outdated)->name;
    part.mine.verdict.why = name + " was stopped by an engine client while others of " +
                            part.one.spec->name + " run, and is left so: `docker start " + name +
                            "` starts it";
  }
}

// An engine client's `compose up` is still at it, or was broken off: both are left as they are.
void say_replacement_waits(Part& part) {
  for (const auto* container : part.one.unrecorded) {
    if (!part.mine.verdict.why.empty()) return;
    const auto* replaced = waits_to_replace(part.look.scene.observation, *container);
    part.mine.verdict.why = "an engine client made " + container->name + " to replace " +
                            replaced->name + ", and has not done so: `docker compose up` goes on " +
                            "with it, `docker rm " + container->name + "` gives it up";
  }
}

// The root first, and that is its owner's to mend.
void leave_ill_to_owner(Part& part) {
  auto& verdict = part.mine.verdict;
  if (verdict.phase != ServicePhase::unhealthy || verdict.up_to_owner) return;
  auto gates = gates_of(part.look, part.draft, part.one);
  if (!gates.up_to_owner) return;
  verdict.up_to_owner = true;
  if (verdict.waiting_for.empty()) verdict.waiting_for = std::move(gates.waiting_for);
}

void plan_wanted(Part& part) {
  for (const auto& replica : part.one.replicas) {
    if (!replica.set_aside) plan_replica(part, replica);
  }
  say_set_aside(part);
  say_replacement_waits(part);
  leave_ill_to_owner(part);
  remove_surplus(part);
  part.mine.will_run = part.all_run;
  const auto& verdict = part.mine.verdict;
  part.mine.comes = is_on_its_way(part.look.scene.deployment, verdict) ||
                    (verdict.phase == ServicePhase::waiting && part.waits_for_what_comes);
}

}  // namespace

void plan_service(const Look& look, Draft& draft, const model::ServiceName& name) {
  const auto& one = look.services.at(name);
  auto& mine = draft.services[name];
  mine.verdict.service = name;
  mine.verdict.phase = ServicePhase::running;
  if (one.replicas.empty() && one.surplus.empty()) {
    mine.verdict.phase = ServicePhase::stopped;
    mine.verdict.why = "no replica of it is wanted (scale 0)";
  }
  if (auto verdict = settled_verdict(look, one)) {
    mine.verdict = std::move(*verdict);
    mine.will_run = one.started;
    if (one.hold != nullptr)
      draft.wake(look.scene.now.mono + (one.hold->until - look.scene.now.wall));
    return;
  }
  Part part{look, draft, one, mine};
  plan_wanted(part);
}

}  // namespace reconcile
