#include "notify/delivery_policy.hpp"

#include "core/backoff.hpp"

#include <algorithm>

namespace notify {
namespace {

// SplitMix64: neighboring seeds give numbers that have nothing in common.
std::uint64_t well_mixed(std::uint64_t seed) {
  seed += 0x9e3779b97f4a7c15;
  seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
  seed = (seed ^ (seed >> 27)) * 0x94d049bb133111eb;
  return seed ^ (seed >> 31);
}

}  // namespace

core::Milliseconds retry_delay(int failures, std::optional<core::Milliseconds> retry_after,
                               std::uint64_t seed) {
  if (retry_after) return std::clamp(*retry_after, retry_first, retry_after_max);
  const auto base = core::backoff_delay(std::max(failures, 1), {retry_first, retry_max, {}});
  const auto percent =
      75 + static_cast<int>(well_mixed(seed + static_cast<std::uint64_t>(failures)) % 51);
  return std::clamp(base * percent / 100, retry_first, retry_max);
}

core::WallTime due_at(core::WallTime stored, core::WallTime now) {
  return stored > now + retry_after_max ? now : stored;
}

std::optional<std::size_t> probe_of(const std::vector<Delivery>& waiting, core::WallTime now) {
  const auto& first = waiting.front();
  if (first.attempts < stubborn_attempts || now - first.created_at < stubborn_age)
    return std::nullopt;
  std::size_t probe = 1;
  while (probe < waiting.size() && waiting[probe].attempts >= probe_attempts) ++probe;
  if (probe == waiting.size()) return std::nullopt;
  const int every = 1 << std::min<std::size_t>(probe - 1, 3);
  return first.attempts % every == 0 ? std::optional(probe) : std::nullopt;
}

void ForwardSteps::look(core::Instant now) {
  if (seen_) {
    const auto step = (now.wall - seen_->wall) - (now.mono - seen_->mono);
    if (step >= least) {
      by_ += step;
      stepped_at_ = now.wall;
    }
  }
  seen_ = now;
}

bool ForwardSteps::is_expired(const Delivery& delivery, core::WallTime now) const {
  const bool is_older = delivery.created_at < stepped_at_;
  return delivery.expires_at + (is_older ? by_ : core::Milliseconds{0}) <= now;
}

void note_delivered(ChannelHealth& health, const std::string& answer, core::WallTime now) {
  health.failures = 0;
  health.refusing = false;
  health.used = true;
  health.next_try.reset();
  health.last_sent_at = now;
  health.last_answer = answer;
}

void note_refused(ChannelHealth& health, const std::string& answer, core::WallTime now) {
  health.failures = 0;  // it answers
  health.refusing = true;
  health.used = true;
  health.next_try.reset();
  health.last_failed_at = now;
  health.last_answer = answer;
}

void note_failed(ChannelHealth& health, const Answer& answer, core::WallTime now,
                 std::uint64_t seed) {
  ++health.failures;
  health.was_down = true;
  health.used = true;
  health.next_try = now + retry_delay(health.failures, answer.retry_after, seed);
  health.last_failed_at = now;
  health.last_answer = answer.text;
}

std::string_view state_of(const ChannelHealth& health) {
  if (!health.used) return "unused";
  if (health.circuit_is_open()) return "waiting";
  return health.failures > 0 || health.refusing ? "failing" : "ok";
}

bool is_backlog_digest(const Message& message) {
  return message.kind == MessageKind::digest && message.group == "backlog";
}

std::vector<Delivery> mergeable(std::vector<Delivery> waiting) {
  std::erase_if(waiting, [](const Delivery& one) {
    return one.attempts > 0 || is_backlog_digest(one.message);
  });
  return waiting;
}

bool should_merge(const std::vector<Delivery>& waiting, const ChannelHealth& health,
                  core::WallTime now) {
  if (health.failures > 0) return false;  // a digest could not be told either
  const auto parts = mergeable(waiting);
  if (static_cast<int>(parts.size()) <= merge_above) return false;
  return health.was_down || parts.front().created_at < now - merge_age;
}

}  // namespace notify
