// What a person is told of an entry: what happened, since when, why, what was done, what comes
// next, and the command to look further. Made once, for every channel. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/incident.hpp"
#include "notify/alert_book.hpp"
#include "notify/headline.hpp"
#include "notify/quiet.hpp"

#include <optional>
#include <string>

namespace notify {

struct StoryScene {
  core::WallTime now;
  std::optional<model::Incident> incident;
  bool fires = true;  // still, or again and again (notify/telling.hpp)
  std::optional<core::WallTime> next_attempt_at;
  LocalMinute local_minute;
};

inline constexpr std::size_t evidence_shown_max = 6;

Story story_of(const Entry& entry, const StoryScene& scene);
// "14:05"
std::string clock_text(core::WallTime at, const LocalMinute& local_minute);
// "evenkeel explain shop/web"
std::string command_for(const Entry& entry);

}  // namespace notify
