// Replicas that run: ill-health, and restarts that somebody asked for.
#include "reconcile/plan_gates.hpp"
#include "reconcile/plan_images.hpp"
#include "reconcile/plan_move.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ServicePhase;

// However much progress a health log shows: after this long of ill-health the restart is tried.
constexpr core::Milliseconds progress_patience{600'000};
constexpr core::Milliseconds progress_counts_for{60'000};

core::MonoTime up_since(const Look& look, const ServiceLook& one, const Container& container) {
  const auto& memory = look.scene.memory.of(one.spec->name, container.id);
  const auto age = look.scene.by_engine().age(container.started_at);
  const auto by_wall = look.scene.now.mono - age.value_or(core::Milliseconds{0});
  return memory.up ? std::min(memory.up_since, by_wall) : by_wall;
}

core::Milliseconds start_period(const Look& look, const ServiceLook& one) {
  const auto& check = one.spec->healthcheck;
  if (check && check->start_period) return *check->start_period;
  const auto image = look.scene.observation.images.find(image_reference(look.spec, *one.spec));
  if (image == look.scene.observation.images.end()) return core::Milliseconds{0};
  return image->second.health_start_period.value_or(core::Milliseconds{0});
}

std::string ailment(const Container& container) {
  return container.check_failure.empty() ? "its health check fails" : container.check_failure;
}

Move ill(std::string because, std::optional<core::MonoTime> until = {}, bool is_attempt = false) {
  return {.phase = ServicePhase::unhealthy,
          .because = std::move(because),
          .until = until,
          .is_attempt = is_attempt};
}

Move left_as_is(Move move) {
  move.left_as_is = true;
  return move;
}

std::optional<Move> in_grace(const Look& look, const ServiceLook& one, const Container& container) {
  const auto& scene = look.scene;
  const auto grace = std::max(
      model::grace_of(scene.deployment, one.spec->name, scene.settings.grace_after_start).value,
      start_period(look, one));
  auto until = up_since(look, one, container) + grace;
  if (scene.booted_at) until = std::max(until, *scene.booted_at + scene.settings.grace_after_boot);
  if (until <= scene.now.mono) return {};
  return ill(ailment(container) + "; it is given time after its start", until, true);
}

std::optional<Move> in_progress(const Look& look, const ServiceLook& one,
                                const Container& container) {
  const auto& memory = look.scene.memory.of(one.spec->name, container.id);
  if (!memory.last_progress || !memory.unhealthy_since ||
      *memory.last_progress < *memory.unhealthy_since)
    return {};
  const auto until = std::min(*memory.last_progress + progress_counts_for,
                              *memory.unhealthy_since + progress_patience);
  if (until <= look.scene.now.mono) return {};
  return ill("its health check fails, and its output shows progress", until, true);
}

std::optional<Move> between_remedies(const Look& look, const ServiceLook& one,
                                     const Container& container) {
  const auto& memory = look.scene.memory.of(one.spec->name, container.id);
  if (memory.remedies == 0) return {};
  const auto& settings = look.scene.settings;
  const bool given_over = memory.remedies >= settings.attempts;
  const auto pause =
      given_over ? settings.backoff.max : core::backoff_delay(memory.remedies, settings.backoff);
  const auto next = memory.last_remedy + pause;
  auto text = ailment(container) + " after " + std::to_string(memory.remedies) + " restarts";
  Move move{.phase = given_over ? ServicePhase::needs_operator : ServicePhase::unhealthy,
            .because = std::move(text),
            .until = next,
            .is_attempt = true};
  if (next <= look.scene.now.mono) return {};
  return move;
}

std::optional<Move> forbidden(const Look& look, const ServiceLook& one,
                              const Container& container) {
  const auto& scene = look.scene;
  const auto mode =
      model::heal_mode_of(scene.deployment, one.spec->name, scene.settings.heal).value;
  const auto allowed =
      model::allow_of(scene.deployment, one.spec->name, scene.settings.allow).value;
  const auto command = "`evenkeel restart " + look.spec.name + "/" + one.spec->name + "`";
  if (mode == model::HealMode::off) return left_as_is(ill(ailment(container) + "; healing is off"));
  if (mode == model::HealMode::suggest)
    return left_as_is(
        ill(ailment(container) + "; healing is set to suggest: " + command + " may help"));
  if (std::find(allowed.begin(), allowed.end(), "restart") == allowed.end())
    return left_as_is(ill(ailment(container) + "; restart is not allowed"));
  return {};
}

Move decide_unhealthy(const Look& look, const ServiceLook& one, const Container& container) {
  if (auto move = forbidden(look, one, container)) return *move;
  if (auto move = in_grace(look, one, container)) return *move;
  if (auto move = in_progress(look, one, container)) return *move;
  if (auto move = between_remedies(look, one, container)) return *move;
  const bool given_over =
      look.scene.memory.of(one.spec->name, container.id).remedies >= look.scene.settings.attempts;
  return {.kind = MoveKind::restart,
          .phase = given_over ? ServicePhase::needs_operator : ServicePhase::unhealthy,
          .because = ailment(container),
          .for_health = true};
}

// depends_on.restart: the dependency was made anew after this one started, or is so in this pass.
model::ServiceName renewed_dependency(const Look& look, const Draft& draft, const ServiceLook& one,
                                      const Container& container) {
  if (container.only_listed) return "";  // nobody knows since when it runs
  for (const auto& [name, dependency] : one.spec->depends_on) {
    const auto found = look.services.find(name);
    if (!dependency.restart || found == look.services.end() || found->second.spec == nullptr)
      continue;
    const auto drafted = draft.services.find(name);
    if (drafted != draft.services.end() && drafted->second.made_anew) return name;
    const auto& replicas = found->second.replicas;
    const auto& memory = look.scene.memory;
    const auto& mine = memory.of(one.spec->name, container.id);
    const bool renewed = std::any_of(replicas.begin(), replicas.end(), [&](const Replica& replica) {
      const auto* current = replica.current;
      return current != nullptr && !has_followed(mine, memory.of(name, current->id)) &&
             look.scene.by_engine().is_before(container.started_at, current->created_at);
    });
    if (renewed) return name;
  }
  return "";
}

// Healed without a restart: the engine connects what runs.
std::optional<Move> lacking(const Look& look, const ServiceLook& one, const Container& container) {
  const auto missing = missing_networks(look, one, container);
  if (missing.empty()) return {};
  return Move{.kind = MoveKind::connect,
              .because = "it is not connected to the network " + missing.front()->name};
}

}  // namespace

std::optional<core::MonoTime> proving_until(const Look& look, const ServiceLook& one,
                                            const Container& container) {
  const auto& memory = look.scene.memory.of(one.spec->name, container.id);
  if (memory.deaths < 2 && !memory.hopeless) return {};
  const auto until = up_since(look, one, container) + proving_time;
  if (until <= look.scene.now.mono) return {};
  return until;
}

Move decide_running(const Look& look, const Draft& draft, const ServiceLook& one,
                    const Container& container) {
  if (look.scene.to_restart.count(container.id) > 0) {
    return {.kind = MoveKind::restart,
            .phase = ServicePhase::starting,
            .because = "it was asked to be restarted",
            .changes = true};
  }
  if (auto move = lacking(look, one, container)) return *move;
  if (auto move = decide_left_behind(look, one, container)) return *move;
  const auto renewed = renewed_dependency(look, draft, one, container);
  if (!renewed.empty()) {
    return {.kind = MoveKind::restart,
            .phase = ServicePhase::starting,
            .because = renewed + ", which it depends on, was made anew",
            .changes = true};
  }
  if (container.is_ill()) return decide_unhealthy(look, one, container);
  if (container.health == model::Health::starting) {
    return {.phase = ServicePhase::starting, .because = "its health check has not passed yet"};
  }
  if (const auto until = proving_until(look, one, container)) {
    const auto& memory = look.scene.memory.of(one.spec->name, container.id);
    if (memory.hopeless)
      return {.phase = ServicePhase::needs_operator,
              .because = memory.hopeless->text() + "; it was started again and has to prove itself",
              .until = until};
    const auto deaths = memory.deaths;
    return {
        .phase = ServicePhase::starting,
        .because = "it died " + std::to_string(deaths) + " times lately and has to prove itself",
        .until = until};
  }
  return {};
}

}  // namespace reconcile
