// When a message is tried again, when it steps aside, and when a backlog is told as one. Pure: time
// and seed come from outside.
#pragma once

#include "core/clock.hpp"
#include "notify/channel.hpp"
#include "notify/ports.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace notify {

inline constexpr core::Milliseconds retry_first{5'000}, retry_max{15 * 60'000};
// What the other side asks for is granted up to here.
inline constexpr core::Milliseconds retry_after_max{3'600'000};
// Failures in a row: from here on the channel counts as down, and one message after the other waits
// for the one probe.
inline constexpr int circuit_opens_after = 3;
inline constexpr core::Milliseconds delivery_expires_after = std::chrono::hours(24 * 3);
inline constexpr int pending_max = 5'000;
// More than so many that wait for a channel that had been down, or for an agent, become one.
inline constexpr int merge_above = 10;
inline constexpr core::Milliseconds merge_age{15 * 60'000};
inline constexpr int merge_parts_max = 500;

// Before the attempt that follows `failures` (at least 1) in a row: 5 s doubling to 15 min, each a
// quarter more or less by the seed, so that hosts that lost the same server do not come back in
// step.
core::Milliseconds retry_delay(int failures, std::optional<core::Milliseconds> retry_after,
                               std::uint64_t seed);

// A stored time that is further away than any wait can be was written by another clock: now.
core::WallTime due_at(core::WallTime stored, core::WallTime now);

// A clock that is set forward (a board without one asks the network for the time; a host slept) is
// no time that a channel had: what waits loses none of its own by it.
class ForwardSteps {
 public:
  static constexpr core::Milliseconds least{60'000};  // below, it is the clock being kept right

  void look(core::Instant now);
  bool is_expired(const Delivery& delivery, core::WallTime now) const;

 private:
  std::optional<core::Instant> seen_;
  core::WallTime stepped_at_;  // what was made before has its limit put off by `by_`
  core::Milliseconds by_{0};
};

// A message that the other side sees and does not take keeps its place for so many attempts and so
// long: greylisting, a deploy or a full disk over there are over by then. Then the next one is
// tried as well; where that is taken it is the message, which steps aside, and not the channel.
inline constexpr int stubborn_attempts = 5;
inline constexpr core::Milliseconds stubborn_age{3'600'000};
// After so many of its own the next one is no better, and the one behind it is tried: each of them
// half as often as the one before, down to an eighth, as what was tried is in no digest.
inline constexpr int probe_attempts = 3;
// Set aside or asked for again by a person, in a channel: beyond, the oldest go first.
inline constexpr int asides_max = 50;

// `waiting`: those in order; the first was seen by the other side just now and not taken. Which
// other one is to be tried at once.
std::optional<std::size_t> probe_of(const std::vector<Delivery>& waiting, core::WallTime now);

// What one channel has done lately.
struct ChannelHealth {
  int failures = 0;       // in a row, until something was taken or refused
  bool refusing = false;  // the last answer was no
  bool was_down = false;  // it failed, and what waited meanwhile is not told yet
  bool used = false;
  std::optional<core::WallTime> next_try;  // not before
  std::optional<core::WallTime> last_sent_at, last_failed_at;
  std::string last_answer;

  bool circuit_is_open() const { return failures >= circuit_opens_after; }
};
void note_delivered(ChannelHealth& health, const std::string& answer, core::WallTime now);
void note_refused(ChannelHealth& health, const std::string& answer, core::WallTime now);
void note_failed(ChannelHealth& health, const Answer& answer, core::WallTime now,
                 std::uint64_t seed);
// "ok", "failing", "waiting", "unused".
std::string_view state_of(const ChannelHealth& health);

bool is_backlog_digest(const Message& message);
// `waiting`: those that are pending, ascending, at least the first `merge_above` + 1.
bool should_merge(const std::vector<Delivery>& waiting, const ChannelHealth& health,
                  core::WallTime now);
// Which of them may be told in another one: what was never tried, and is no backlog itself. What
// was tried may have arrived: it is told again under its own id only.
std::vector<Delivery> mergeable(std::vector<Delivery> waiting);

// One message in the place of many, in their order. Where there is no room for all items, those go
// first that a later one of the same alert has overtaken, then the least severe, the oldest first;
// what went is counted.
Message backlog_digest(const std::vector<Delivery>& parts, std::string id, core::WallTime now);

}  // namespace notify
