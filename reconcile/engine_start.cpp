#include "reconcile/engine_start.hpp"

#include <algorithm>
#include <charconv>

namespace reconcile {
namespace {

using Microseconds = std::chrono::microseconds;

std::optional<std::int64_t> last_number(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  const auto digits = text.substr(colon + 1);
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

bool should_run(const model::Container& container, const Desire& desire) {
  const auto deployment = desire.deployments.find(container.project());
  if (deployment == desire.deployments.end() || container.oneoff()) return false;
  const auto service = container.service();
  if (deployment->second.find(service) == nullptr) return false;
  const auto facts = deployment->second.facts.find(service);
  const bool over = facts != deployment->second.facts.end() && facts->second.completed;
  return deployment->second.intent_of(service).state == model::IntentState::running && !over;
}

}  // namespace

std::optional<core::WallTime> engine_started_at(std::string_view peer_start,
                                                std::string_view identity, core::Instant now,
                                                core::MonoTime booted_at) {
  constexpr core::Milliseconds tick{10};
  if (const auto ticks = last_number(peer_start))
    return now.wall - (now.mono - booted_at) + *ticks * tick;
  if (!identity.starts_with("unit:")) return std::nullopt;
  const auto since_boot = last_number(identity);
  if (!since_boot) return std::nullopt;
  // Our monotonic clock is the same one: what the host slept meanwhile is in neither.
  const auto ago = now.mono.time_since_epoch() -
                   std::chrono::floor<core::Milliseconds>(Microseconds(*since_boot));
  return now.wall - ago;
}

std::vector<model::ContainerId> maybe_survivors(const std::vector<model::Container>& all,
                                                const Desire& desire, std::size_t count) {
  std::vector<const model::Container*> ended;
  for (const auto& container : all)
    if (container.state == model::ContainerState::exited) ended.push_back(&container);
  std::ranges::stable_partition(ended, [&](const auto* one) { return should_run(*one, desire); });
  if (ended.size() > count) ended.resize(count);
  std::vector<model::ContainerId> ids;
  for (const auto* one : ended) ids.push_back(one->id);
  return ids;
}

}  // namespace reconcile
