#include "notify/digest.hpp"

#include "notify/content.hpp"
#include "notify/plain_line.hpp"

#include <algorithm>
#include <numeric>

namespace notify {
namespace {

std::string healed_subject(const Healed& healed) {
  if (healed.deployment.empty()) return "the host";
  return healed.service.empty() ? healed.deployment : healed.deployment + "/" + healed.service;
}

}  // namespace

std::string Digest::add(Healed healed, core::WallTime now) {
  if (empty()) since_ = now;
  auto key = healed_subject(healed) + "|" + healed.what;
  const auto at = entries_.find(key);
  if (at != entries_.end()) {
    ++at->second.times;
    at->second.last_at = healed.last_at;
    return key;
  }
  if (entries_.size() >= entries_max) {
    ++beyond_;
    return "";
  }
  entries_.emplace(key, std::move(healed));
  return key;
}

void Digest::restore(std::string key, Healed healed) {
  entries_.insert_or_assign(std::move(key), std::move(healed));
}

void Digest::restore(core::WallTime since, int beyond) {
  since_ = since;
  beyond_ = beyond;
}

void Digest::set_clock_back(core::WallTime now) { since_ = std::min(since_, now); }

void Digest::clear() {
  entries_.clear();
  beyond_ = 0;
}

std::optional<core::WallTime> Digest::due(int at_minute, const LocalMinute& local_minute) const {
  if (empty()) return std::nullopt;
  return next_at_minute(at_minute, since_, local_minute);
}

std::vector<Story> Digest::stories(const LocalMinute& local_minute) const {
  std::vector<Story> list;
  for (const auto& [key, healed] : entries_) {
    Story story;
    auto& item = story.item;
    item.firing = false;
    item.severity = model::Severity::info;
    item.deployment = healed.deployment;
    item.service = healed.service;
    item.occurrences = healed.times;
    item.ended = healed.last_at;
    item.what =
        plain_line(healed_subject(healed) + " " + healed.what +
                   (healed.times == 1 ? ", at " + clock_text(healed.last_at, local_minute)
                                      : ", " + std::to_string(healed.times) + " times, last at " +
                                            clock_text(healed.last_at, local_minute)));
    item.command = healed.deployment.empty() ? "evenkeel events"
                                             : "evenkeel events --deployment " + healed.deployment;
    story.headline = item.what;
    list.push_back(std::move(story));
  }
  return list;
}

std::string Digest::title() const {
  const auto times = std::accumulate(entries_.begin(), entries_.end(), std::size_t{0},
                                     [](std::size_t sum, const auto& each) {
                                       return sum + static_cast<std::size_t>(each.second.times);
                                     });
  return count_text(times + static_cast<std::size_t>(beyond_), "problem", "problems") +
         " healed by " + (times + static_cast<std::size_t>(beyond_) == 1 ? "itself" : "themselves");
}

std::string Digest::summary() const {
  std::string text = "Nothing of this needs you; it is told once a day.";
  if (beyond_ > 0) text += " " + std::to_string(beyond_) + " more had no room here.";
  return text;
}

}  // namespace notify
