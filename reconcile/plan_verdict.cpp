#include "reconcile/plan_verdict.hpp"

#include "core/time_text.hpp"
#include "reconcile/plan_held.hpp"

#include <algorithm>
#include <array>

namespace reconcile {
namespace {

using model::ContainerState;
using model::ServicePhase;
using model::ServiceVerdict;

// The later, the worse. Every phase has its place.
constexpr std::array<ServicePhase, 17> from_well_to_ill{
    ServicePhase::stopped,       ServicePhase::completed,
    ServicePhase::running,       ServicePhase::starting,
    ServicePhase::creating,      ServicePhase::building,
    ServicePhase::pulling,       ServicePhase::waiting,
    ServicePhase::paused,        ServicePhase::missing,
    ServicePhase::unhealthy,     ServicePhase::restarting,
    ServicePhase::backoff,       ServicePhase::changing_elsewhere,
    ServicePhase::exited,        ServicePhase::unknown,
    ServicePhase::needs_operator};

std::size_t rank(ServicePhase phase) {
  return static_cast<std::size_t>(
      std::find(from_well_to_ill.begin(), from_well_to_ill.end(), phase) -
      from_well_to_ill.begin());
}

bool any_up(const ServiceLook& one) {
  const auto up = [](const model::Container* container) {
    return container != nullptr && container->is_up();
  };
  return std::any_of(one.replicas.begin(), one.replicas.end(),
                     [&](const Replica& r) { return up(r.current) || up(r.outdated); }) ||
         std::any_of(one.surplus.begin(), one.surplus.end(), up);
}

// As seen, where nothing is done about it.
ServicePhase seen_phase(const ServiceLook& one) {
  if (one.completed && !any_up(one)) return ServicePhase::completed;
  if (!one.wanted && !any_up(one)) return ServicePhase::stopped;
  if (one.paused) return ServicePhase::paused;
  if (one.started) return one.healthy ? ServicePhase::running : ServicePhase::unhealthy;
  const bool some = std::any_of(one.replicas.begin(), one.replicas.end(),
                                [](const Replica& r) { return r.current || r.outdated; });
  if (any_up(one)) return ServicePhase::restarting;
  return some ? ServicePhase::exited : ServicePhase::missing;
}

std::string held_sentence(const model::Hold& hold) {
  auto text = "held until " + core::local_text(hold.until) + " by " + hold.by;
  return hold.reason.empty() ? text : text + ": " + hold.reason;
}

std::string doer(const model::Intent& intent) { return intent.by.empty() ? "somebody" : intent.by; }

ServiceVerdict stopped_verdict(const ServiceLook& one) {
  const auto& name = one.spec->name;
  if (one.paused && one.intent->set_by != model::SetBy::api)
    return {name, ServicePhase::paused, "it is paused; " + stopped_sentence(*one.intent), {}, {}};
  if (any_up(one))
    return {name,
            ServicePhase::running,
            "it is being stopped; " + stopped_sentence(*one.intent),
            {},
            {}};
  return {name, ServicePhase::stopped, stopped_sentence(*one.intent), {}, {}};
}

bool is_settled(ServicePhase phase) {
  return phase == ServicePhase::running || phase == ServicePhase::completed ||
         phase == ServicePhase::stopped;
}

model::DeploymentPhase phase_of_deletion(const Draft& draft) {
  using model::DeploymentPhase;
  if (draft.ends_held.empty()) return DeploymentPhase::converging;
  const bool failed = std::any_of(
      draft.ends_held.begin(), draft.ends_held.end(),
      [](const auto& held) { return held.second.phase == ServicePhase::needs_operator; });
  return failed ? DeploymentPhase::failed : DeploymentPhase::degraded;
}

}  // namespace

void worsen(ServiceVerdict& verdict, ServiceVerdict other) {
  auto next = verdict.next_attempt;
  if (other.next_attempt && (!next || *other.next_attempt < *next)) next = other.next_attempt;
  const bool say = verdict.why.empty() && rank(other.phase) == rank(verdict.phase);
  if (say || rank(other.phase) > rank(verdict.phase)) verdict = std::move(other);
  verdict.next_attempt = next;
}

std::string stopped_sentence(const model::Intent& intent) {
  const auto at = " at " + core::local_text(intent.at);
  std::string text;
  if (intent.proof == model::StopProof::removed) {
    text = "removed on purpose by " + doer(intent) + at;
  } else if (intent.set_by == model::SetBy::api) {
    text = "stopped on purpose by " + doer(intent) + " through evenkeel" + at;
  } else if (intent.set_by == model::SetBy::adopt) {
    text = "it was stopped when it was adopted" + at;
  } else {
    text = "stopped on purpose by " + doer(intent) + at;
  }
  return intent.reason.empty() || intent.proof == model::StopProof::removed
             ? text
             : text + ": " + intent.reason;
}

std::optional<ServiceVerdict> settled_verdict(const Look& look, const ServiceLook& one) {
  const auto& name = one.spec->name;
  if (one.hold != nullptr)
    return ServiceVerdict{name, seen_phase(one), held_sentence(*one.hold), {}, {}, true};
  if (!one.wanted) return stopped_verdict(one);
  const auto stranger = std::ranges::find_if(one.unrecorded, [&](const auto* container) {
    return waits_to_replace(look.scene.observation, *container) == nullptr;
  });
  if (stranger != one.unrecorded.end()) {
    const auto why = "an engine client made " + (*stranger)->name + "; it is looked at first";
    return ServiceVerdict{name, ServicePhase::changing_elsewhere, why, {}, {}};
  }
  if (one.completed && !any_up(one)) {
    const auto& fact = *look.scene.deployment.facts.at(name).completed;
    return ServiceVerdict{
        name, ServicePhase::completed, "it ended with 0 at " + core::local_text(fact.at), {}, {}};
  }
  return {};
}

bool all_well(const Look& look, const Draft& draft) {
  if (!draft.steps.empty() || look.scene.deployment.deleting || is_kept_by_hold(look)) return false;
  return std::all_of(draft.services.begin(), draft.services.end(),
                     [](const auto& entry) { return is_settled(entry.second.verdict.phase); });
}

model::DeploymentPhase deployment_phase(const Look& look, const Draft& draft, bool converged) {
  using model::DeploymentPhase;
  if (look.scene.deployment.deleting) return phase_of_deletion(draft);
  bool stopped = !draft.services.empty(), failed = false, degraded = false;
  for (const auto& [name, service] : draft.services) {
    const auto& verdict = service.verdict;
    stopped = stopped && verdict.phase == ServicePhase::stopped;
    failed = failed || verdict.phase == ServicePhase::needs_operator ||
             (verdict.phase == ServicePhase::exited && look.services.at(name).hold == nullptr);
    const bool fine = is_settled(verdict.phase) || service.comes;
    degraded = degraded || !fine;
  }
  if (failed) return DeploymentPhase::failed;
  if (degraded) return DeploymentPhase::degraded;
  if (stopped && draft.steps.empty()) return DeploymentPhase::stopped;
  return converged ? DeploymentPhase::converged : DeploymentPhase::converging;
}

}  // namespace reconcile
