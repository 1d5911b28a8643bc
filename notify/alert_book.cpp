#include "notify/alert_book.hpp"

#include <algorithm>
#include <tuple>

namespace notify {

const model::DeploymentName& Entry::deployment() const {
  static const model::DeploymentName none;
  return deployments.empty() ? none : deployments.front();
}

bool Entry::is_told_firing() const {
  return std::any_of(channels.begin(), channels.end(),
                     [](const auto& each) { return each.second && each.second->firing; });
}

Entry* AlertBook::find(const std::string& key) {
  const auto at = entries_.find(key);
  return at == entries_.end() ? nullptr : &at->second;
}

const Entry* AlertBook::find(const std::string& key) const {
  const auto at = entries_.find(key);
  return at == entries_.end() ? nullptr : &at->second;
}

Entry& AlertBook::put(Entry entry) {
  auto& place = entries_[entry.key];
  place = std::move(entry);
  return place;
}

void AlertBook::erase(const std::string& key) { entries_.erase(key); }

std::optional<std::string> AlertBook::one_too_many() const {
  if (entries_.size() <= entries_max) return std::nullopt;
  const auto rank = [](const Entry& entry) {
    // Somebody waits for the end of what was told.
    return std::make_tuple(entry.is_told_firing(), entry.firing,
                           entry.firing ? entry.severity : model::Severity::info,
                           entry.firing ? entry.fired_at : entry.ended_at);
  };
  const auto least = std::min_element(
      entries_.begin(), entries_.end(),
      [&](const auto& a, const auto& b) { return rank(a.second) < rank(b.second); });
  return least->first;
}

std::vector<std::string> AlertBook::forgettable(core::WallTime now,
                                                core::Milliseconds recurrence) const {
  std::vector<std::string> keys;
  for (const auto& [key, entry] : entries_) {
    if (!entry.firing && entry.ended_at + recurrence <= now && !entry.is_told_firing())
      keys.push_back(key);
  }
  return keys;
}

core::Milliseconds calm_needed(const Entry& entry, core::Milliseconds interval,
                               core::Milliseconds recurrence) {
  return std::min(std::max(interval, 2 * entry.longest_gap), recurrence);
}

bool begin_again(Entry& entry, core::WallTime at, core::Milliseconds recurrence) {
  if (!entry.firing && at - entry.ended_at >= recurrence) return false;
  entry.longest_gap = std::max(entry.longest_gap, at - entry.fired_at);
  ++entry.occurrences;
  return true;
}

void note_event(Entry& entry, model::EventId id) {
  if (id == 0 || (!entry.events.empty() && entry.events.back() >= id)) return;
  if (entry.events.size() == AlertBook::events_max) entry.events.erase(entry.events.begin() + 1);
  entry.events.push_back(id);
}

}  // namespace notify
