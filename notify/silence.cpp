#include "notify/silence.hpp"

#include "core/text.hpp"
#include "notify/silence_match.hpp"

#include <algorithm>

namespace notify {
namespace {

constexpr core::Milliseconds silence_max = std::chrono::hours(24 * 366);

bool glob_or_any(const std::string& glob, const std::string& text) {
  return glob.empty() || core::glob_match(glob, text);
}

// Where `=~` was written, as Alertmanager takes it: a silence that matches nothing, unnoticed.
bool is_meant_as_regex(const SilenceMatch& match) {
  const auto all = {&match.type, &match.deployment, &match.service, &match.key};
  return std::any_of(all.begin(), all.end(),
                     [](const std::string* pattern) { return pattern->starts_with('~'); });
}

}  // namespace

core::Status judge(const Silence& silence, core::WallTime now) {
  const auto& match = silence.match;
  if (match.type.empty() && match.deployment.empty() && match.service.empty() && match.key.empty())
    return core::invalid(
        "a silence says what it silences: type, deployment, service or key (`*` is everything)");
  if (is_meant_as_regex(match))
    return core::invalid("a silence matches by names with `*` and `?`, not by regular expressions");
  if (silence.ends_at <= silence.starts_at)
    return core::invalid("a silence ends after it starts: give a later end");
  if (silence.ends_at <= now)
    return core::invalid("the silence would be over already: give a later end");
  if (silence.ends_at - std::max(silence.starts_at, now) > silence_max)
    return core::invalid("a silence lasts at most a year: change a route for what nobody wants");
  return {};
}

bool matches(const SilenceMatch& match, const SilenceFacts& facts) {
  return (!match.severity || facts.severity <= *match.severity) &&
         glob_or_any(match.type, facts.type) && glob_or_any(match.deployment, facts.deployment) &&
         glob_or_any(match.service, facts.service) && glob_or_any(match.key, facts.key);
}

std::optional<core::WallTime> silent_until(const std::vector<Silence>& silences,
                                           const SilenceFacts& facts, core::WallTime now) {
  std::optional<core::WallTime> until;
  for (const auto& each : silences) {
    if (!each.is_active(now) || !matches(each.match, facts)) continue;
    if (!until || each.ends_at > *until) until = each.ends_at;
  }
  return until;
}

}  // namespace notify
