// When the next attempt may be made: at once, then slower and slower, never not at all.
#include "reconcile/plan_move.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::ServicePhase;

std::optional<Move> after_failures(const Scene& scene, const Attempts& memory) {
  if (memory.failures == 0) return {};
  const auto& backoff = scene.settings.backoff;
  const bool given_over = memory.needs_operator_since.has_value();
  const auto pause = given_over ? backoff.max : core::backoff_delay(memory.failures, backoff);
  const auto text =
      memory.last_fault ? memory.last_fault->text() : std::string("the last attempt failed");
  const auto times = memory.failures == 1 ? std::string(" (1 attempt)")
                                          : " (" + std::to_string(memory.failures) + " attempts)";
  return Move{.phase = given_over ? ServicePhase::needs_operator : ServicePhase::backoff,
              .because = text + times,
              .until = memory.last_attempt + pause,
              .is_attempt = true};
}

// Death n waits what attempt n waits: the first is no reason to wait.
std::optional<Move> after_deaths(const Scene& scene, const ContainerMemory& memory) {
  if (memory.deaths == 0) return {};
  const auto& backoff = scene.settings.backoff;
  const auto pause = core::backoff_delay(memory.deaths - 1, backoff);
  const bool slowest = memory.deaths > 1 && pause >= backoff.max;
  const auto text = "it died " + std::to_string(memory.deaths) +
                    " times in a row, the last time with " + std::to_string(memory.last_exit_code);
  return Move{.phase = slowest ? ServicePhase::needs_operator : ServicePhase::backoff,
              .because = text,
              .until = memory.last_death + pause,
              .is_attempt = true};
}

}  // namespace

std::optional<Move> held_back(const Scene& scene, const Attempts& attempts) {
  auto wait = after_failures(scene, attempts);
  if (wait && *wait->until <= scene.now.mono) return {};
  return wait;
}

std::optional<Move> held_back(const Look& look, const ServiceLook& one,
                              const model::Container* container) {
  const auto& memory = look.scene.memory.of(one.spec->name);
  auto wait = after_failures(look.scene, memory);
  if (container != nullptr) {
    auto crash = after_deaths(look.scene, look.scene.memory.of(one.spec->name, container->id));
    if (crash && (!wait || *crash->until > *wait->until)) wait = std::move(crash);
  }
  if (wait && *wait->until <= look.scene.now.mono) return {};
  return wait;
}

}  // namespace reconcile
