#include "notify/telling.hpp"

#include <algorithm>

namespace notify {
namespace {

using When = std::optional<core::WallTime>;

When sooner(const When& a, const When& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

bool is_worse(const Entry& entry, const Told& told) {
  return entry.severity > told.severity || (entry.needs_operator && !told.needs_operator) ||
         (entry.recurring() && !told.recurring);
}

Telling telling_of_notice(const std::optional<Told>& told, const Around& around) {
  if (told) return {Say::finished};
  if (!around.obstacle) return {Say::news};
  if (around.obstacle->drops_notices) return {Say::finished};
  return {Say::nothing, true, false, around.obstacle->until};
}

// Not told, or only told as over.
Telling telling_of_new(const Entry& entry, const Around& around) {
  const bool may_heal = entry.incident && entry.severity != model::Severity::critical &&
                        !entry.needs_operator && !entry.recurring();
  if (!may_heal) return {Say::news};
  if (around.well) return {Say::nothing, true};
  const auto latest = entry.fired_at + first_attempt_max;
  if (!around.attempt_ended && around.now < latest) return {Say::nothing, true, false, latest};
  return {Say::news};
}

// Told as firing, and it still does.
Telling telling_of_old(const Entry& entry, const Told& told, const Around& around) {
  Telling telling{Say::nothing, false, true};
  if (is_worse(entry, told)) {
    telling.say = Say::news;
    return telling;
  }
  // What is well at the moment, or was a moment ago, is not said to go on.
  if (!entry.firing || around.well || around.acknowledged) return telling;
  const auto due = std::max(told.at + around.group.repeat, entry.fired_at + around.group.interval);
  if (around.now >= due)
    telling.say = Say::again;
  else
    telling.look_again = due;
  return telling;
}

Telling telling_of_firing(const Entry& entry, const std::optional<Told>& told,
                          const Around& around) {
  const bool is_told = told && told->firing;
  if (around.obstacle) {
    const bool has_news = !is_told || is_worse(entry, *told);
    return {Say::nothing, has_news, false, around.obstacle->until};
  }
  return is_told ? telling_of_old(entry, *told, around) : telling_of_new(entry, around);
}

}  // namespace

bool fires_on(const Entry& entry, const Around& around) {
  if (entry.firing) return true;
  if (!entry.recurring()) return false;
  return around.now < entry.ended_at + calm_needed(entry, around.group.interval, around.recurrence);
}

Telling telling_of(const Entry& entry, const std::optional<Told>& told, const Around& around) {
  if (entry.shape != Shape::alert) return telling_of_notice(told, around);
  if (fires_on(entry, around)) {
    auto telling = telling_of_firing(entry, told, around);
    if (!entry.firing) {
      const auto calm =
          entry.ended_at + calm_needed(entry, around.group.interval, around.recurrence);
      telling.look_again = sooner(telling.look_again, calm);
    }
    return telling;
  }
  if (!told || !told->firing) return {Say::finished};
  if (around.obstacle) return {Say::nothing, true, false, around.obstacle->until};
  return {Say::over};
}

}  // namespace notify
