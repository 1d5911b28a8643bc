// Replicas that are there and do not run.
#include "model/exit_code.hpp"
#include "reconcile/plan_move.hpp"
#include "reconcile/restart_policy.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;
using model::ContainerState;
using model::FaultKind;
using model::ServicePhase;

// Its longest pause between two restarts is 60 s (ENGINE.md 3); what was restarting when the engine
// before it died it restarts at once or never.
constexpr core::Milliseconds engines_patience{90'000}, engines_first_turn{10'000};
constexpr std::size_t full_id = 64;

bool ended_under_engine_before(const Scene& scene, const Container& container) {
  return scene.engine_started_at &&
         scene.by_engine().is_before(container.finished_at, *scene.engine_started_at);
}

// Since when its newest end is known of here, whatever the engine's clock says of it.
core::MonoTime known_since(const ContainerMemory& memory, core::MonoTime now) {
  if (memory.deaths > 0) return memory.last_death;
  return memory.up ? memory.up_since : memory.down_since.value_or(now);
}

// When the engine should have restarted it at the latest.
std::optional<core::MonoTime> engines_restart_due(const Look& look, const ServiceLook& one,
                                                  const Container& container) {
  const auto& scene = look.scene;
  if (container.finished_at == core::WallTime{}) return {};
  const auto times = scene.by_engine();
  const auto& memory = scene.memory.of(one.spec->name, container.id);
  const auto age = times.age(container.finished_at);
  const auto ended = age ? scene.now.mono - *age : known_since(memory, scene.now.mono);
  auto due = ended + engines_patience;
  if (!ended_under_engine_before(scene, container)) return due;
  if (const auto up_for = times.age(*scene.engine_started_at))
    due = std::min(due, scene.now.mono - *up_for + engines_first_turn);
  return due;
}

// A failed start is never retried by the engine, and what ended before it started had its turn at
// the engine's boot.
std::optional<core::MonoTime> engine_acts_until(const Look& look, const ServiceLook& one,
                                                const Container& container) {
  const auto& scene = look.scene;
  if (scene.recovery || !container.ever_started() || !container.error.empty() ||
      !policy_acts(container.restart_policy, container.exit_code, container.restart_count))
    return {};
  if (ended_under_engine_before(scene, container)) return {};
  const auto age = scene.by_engine().age(container.finished_at);
  if (age && *age >= engines_turn) return {};
  const auto& memory = scene.memory.of(one.spec->name, container.id);
  const auto until = memory.down_since.value_or(scene.now.mono) + engines_turn;
  if (until <= scene.now.mono) return {};
  return until;
}

int failed_runs(const Scene& scene, const model::ServiceName& service) {
  const auto facts = scene.deployment.facts.find(service);
  if (facts == scene.deployment.facts.end()) return 0;
  return facts->second.failed_job_generation == scene.deployment.current.number
             ? facts->second.failed_job_runs
             : 0;
}

bool is_failed_job(const Look& look, const ServiceLook& one, const Container& container) {
  return container.exit_code != 0 && container.error.empty() &&
         model::kind_of(look.scene.deployment, one.spec->name).value == model::ServiceKind::job &&
         failed_runs(look.scene, one.spec->name) > 0;
}

std::optional<Move> decide_failed_job(const Look& look, const ServiceLook& one,
                                      const Container& container) {
  const int runs = failed_runs(look.scene, one.spec->name);
  const auto ended = "the job failed with " + std::to_string(container.exit_code);
  if (one.spec->restart.written == model::RestartMode::no) {
    return Move{.phase = ServicePhase::exited,
                .because = ended + " and its restart policy is \"no\": it is not run again",
                .left_as_is = true};
  }
  if (runs >= look.scene.settings.attempts) {
    return Move{.phase = ServicePhase::needs_operator,
                .because = ended + " in its last of " + std::to_string(runs) +
                           " runs: it is not run again until `evenkeel start` or a new generation"};
  }
  const auto& memory = look.scene.memory.of(one.spec->name, container.id);
  const auto ended_at =
      memory.deaths > 0 ? memory.last_death : memory.down_since.value_or(look.scene.now.mono);
  const auto next = ended_at + core::backoff_delay(std::max(runs, memory.deaths) - 1,
                                                   look.scene.settings.backoff);
  if (next <= look.scene.now.mono) return {};
  return Move{.phase = ServicePhase::backoff,
              .because = ended + " (run " + std::to_string(runs) + ")",
              .until = next,
              .is_attempt = true};
}

// Tried again at the slowest pace, for what helps may be done on the host (an emulator). But a job
// is not run again.
std::optional<Move> decide_hopeless(const Look& look, const ServiceLook& one,
                                    const Container& container) {
  const auto& scene = look.scene;
  const auto& memory = scene.memory.of(one.spec->name, container.id);
  if (!memory.hopeless) return {};
  Move move{.phase = ServicePhase::needs_operator, .because = memory.hopeless->text()};
  if (model::kind_of(scene.deployment, one.spec->name).value == model::ServiceKind::job) {
    move.because += "; it is not run again until `evenkeel start` or a new generation";
    return move;
  }
  const auto ended_at =
      memory.deaths > 0 ? memory.last_death : memory.down_since.value_or(scene.now.mono);
  move.until = ended_at + scene.settings.backoff.max;
  move.is_attempt = true;
  if (*move.until <= scene.now.mono) return {};
  return move;
}

bool is_allowed(const Look& look, const ServiceLook& one, const std::string& remedy) {
  const auto allowed =
      model::allow_of(look.scene.deployment, one.spec->name, look.scene.settings.allow).value;
  return std::find(allowed.begin(), allowed.end(), remedy) != allowed.end();
}

}  // namespace

std::string why_down(const Container& container) {
  if (!container.error.empty()) return "its last start failed: " + container.error;
  if (container.state == ContainerState::created || !container.ever_started())
    return "it was not started yet";
  const auto code = std::to_string(container.exit_code);
  return model::died_of_memory(container.exit_code, container.oom_killed)
             ? "it ran out of memory and exited with " + code
             : "it exited with " + code;
}

Move decide_restarting(const Look& look, const ServiceLook& one, const Container& container) {
  const auto& scene = look.scene;
  const auto& hopeless = scene.memory.of(one.spec->name, container.id).hopeless;
  const auto why = hopeless ? hopeless->text() : why_down(container);
  const auto phase = hopeless ? ServicePhase::needs_operator : ServicePhase::restarting;
  const auto due = engines_restart_due(look, one, container);
  if (due && *due <= scene.now.mono) {
    return {.kind = MoveKind::restart,
            .phase = phase,
            .because = "the engine was to restart it and has not (" + why + ")"};
  }
  const std::string policy = "the engine restarts it by its own policy";
  return {.phase = phase,
          .because = hopeless ? why + "; " + policy : policy + " (" + why + ")",
          .until = due};
}

std::vector<const model::Network*> stale_networks(const Look& look, const Container& container) {
  std::vector<const model::Network*> stale;
  for (const auto& [key, network] : look.spec.networks) {
    const auto attached =
        std::find_if(container.networks.begin(), container.networks.end(),
                     [&](const model::SeenAttachment& one) { return one.network == network.name; });
    if (attached == container.networks.end() || attached->network_id.empty()) continue;
    const auto now = look.networks.find(network.name);
    if (now == look.networks.end() || now->second->id != attached->network_id)
      stale.push_back(&network);
  }
  return stale;
}

std::vector<const model::Network*> missing_networks(const Look& look, const ServiceLook& one,
                                                    const Container& container) {
  const auto& mode = container.network_mode;
  const bool closed = mode == "host" || mode == "none" || mode.starts_with("container:");
  if (closed || !one.spec->network_mode.empty()) return {};
  std::vector<const model::Network*> missing;
  for (const auto& [key, attachment] : one.spec->networks) {
    const auto network = look.spec.networks.find(key);
    if (network == look.spec.networks.end()) continue;
    const auto now = look.networks.find(network->second.name);
    const auto is = [&](const model::SeenAttachment& attached) {
      return attached.network == network->second.name ||
             (now != look.networks.end() && attached.network_id == now->second->id);
    };
    if (std::none_of(container.networks.begin(), container.networks.end(), is))
      missing.push_back(&network->second);
  }
  return missing;
}

bool is_bound_to_dead_network(const Look& look, const ServiceLook& one,
                              const Container& container) {
  const auto& mode = container.network_mode;
  const bool by_id =
      mode.size() == full_id && mode.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (by_id) {
    const auto& seen = look.scene.observation.networks;
    return std::none_of(seen.begin(), seen.end(),
                        [&](const model::SeenNetwork& network) { return network.id == mode; });
  }
  const auto& memory = look.scene.memory.of(one.spec->name);
  const bool still = memory.failures > 0 && memory.last_fault &&
                     (memory.last_fault->kind == FaultKind::network_stale ||
                      memory.last_fault->kind == FaultKind::network_missing);
  return still && stale_networks(look, container).empty();
}

Move decide_down(const Look& look, const ServiceLook& one, const Container& container) {
  if (is_bound_to_dead_network(look, one, container) && is_allowed(look, one, "recreate")) {
    return {.kind = MoveKind::replace,
            .phase = ServicePhase::creating,
            .because = "a network that it was made for is gone for good",
            .replaced = &container};
  }
  if (look.scene.memory.of(one.spec->name, container.id).starts_no_more &&
      is_allowed(look, one, "recreate")) {
    return {.kind = MoveKind::replace,
            .phase = ServicePhase::creating,
            .because = "its engine holds on to an earlier run of it, and starts it no more",
            .replaced = &container};
  }
  if (auto move = decide_hopeless(look, one, container)) return *move;
  if (const auto until = engine_acts_until(look, one, container)) {
    return {.phase = ServicePhase::restarting,
            .because = why_down(container) + "; the engine's own restart policy goes first",
            .until = until};
  }
  if (is_failed_job(look, one, container)) {
    if (auto move = decide_failed_job(look, one, container)) return *move;
  }
  const bool is_hopeless = look.scene.memory.of(one.spec->name, container.id).hopeless.has_value();
  return {.kind = MoveKind::start,
          .phase = is_hopeless ? ServicePhase::needs_operator : ServicePhase::starting,
          .because = why_down(container)};
}

}  // namespace reconcile
