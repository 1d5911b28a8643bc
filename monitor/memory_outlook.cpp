#include "monitor/memory_outlook.hpp"

#include "monitor/rates.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

// Per second, by what is known best.
double growth_of(const Trends& trends) {
  const auto& trend = trends.of_hour ? trends.of_hour : trends.of_minutes;
  return trend ? trend->per_second : 0;
}

}  // namespace

void MemoryOutlook::take(const Replicas& replicas, core::MonoTime now) {
  for (const auto* each : replicas) {
    const auto kept = kept_memory(each->usage);
    if (!kept) continue;
    auto& watched = containers_[each->container.id];
    const auto started_at = each->container.started_at;
    if (std::exchange(watched.counted_since, started_at) != started_at) {
      watched.minutes.clear();
      watched.steps.clear();
    }
    watched.minutes.take(now, *kept);
    watched.steps.take(now, *kept);
  }
}

std::vector<MemoryNote> MemoryOutlook::look(const Replicas& replicas, double available_bytes,
                                            const ForecastRule& rule, core::Instant now) {
  std::vector<MemoryNote> notes;
  end_what_went(replicas, notes);
  learn(replicas, now);
  double growth = 0;  // of those that share what the host has
  for (const auto& [id, watched] : containers_)
    if (watched.own_limit <= 0) growth += growth_of(watched.trends);
  for (auto& entry : containers_) {
    auto& watched = entry.second;
    const auto limit = limit_of(watched, available_bytes, growth);
    note(watched.forecast.look(now.mono, watched.level, watched.trends, limit, rule), entry, notes);
  }
  learn_where_it_stood();
  std::erase_if(containers_, [](const auto& entry) {
    return !entry.second.runs && !entry.second.forecast.open();
  });
  return notes;
}

void MemoryOutlook::end_what_went(const Replicas& replicas, std::vector<MemoryNote>& notes) {
  std::map<model::ContainerId, core::WallTime> starts;
  for (const auto* each : replicas) starts[each->container.id] = each->container.started_at;
  for (auto& entry : containers_) {
    auto& watched = entry.second;
    const auto found = starts.find(entry.first);
    watched.runs = found != starts.end();
    // None runs: it may be stopped, or not seen yet.
    bool went = !watched.runs && !starts.empty();
    if (watched.runs && watched.told_at)
      went = found->second > *watched.told_at;
    else if (watched.runs)
      went = watched.started_at != core::WallTime{} && found->second != watched.started_at;
    if (watched.runs) watched.told_at.reset();
    if (went) note(watched.forecast.start_anew(), entry, notes);
  }
}

void MemoryOutlook::learn(const Replicas& replicas, core::Instant now) {
  for (auto& [id, watched] : containers_) {
    watched.level.reset();
    watched.trends = {};
  }
  for (const auto* each : replicas) {
    auto& watched = containers_[each->container.id];
    watched.runs = true;
    watched.started_at = each->container.started_at;
    watched.name = replicas.size() > 1 ? each->container.name : "";
    watched.level = kept_memory(each->usage);
    watched.own_limit = static_cast<double>(each->sample.memory_limit_bytes.value_or(0));
    watched.trends.of_hour = trend_of(watched.minutes.buckets(now.mono));
    watched.trends.of_minutes = trend_of(watched.steps.buckets(now.mono), quick);
  }
}

void MemoryOutlook::learn_where_it_stood() {
  for (const auto& [id, watched] : containers_)
    if (const auto level = watched.forecast.stood_at())
      stood_at_ = std::max(stood_at_.value_or(*level), *level);
  if (!stood_at_) return;
  for (auto& [id, watched] : containers_) watched.forecast.note_stood_at(*stood_at_);
}

double MemoryOutlook::limit_of(const Watched& watched, double available_bytes,
                               double growth) const {
  if (watched.own_limit > 0) return watched.own_limit;
  if (available_bytes <= 0) return 0;  // not known: no limit
  const double own = growth_of(watched.trends);
  const double share = own > 0 ? own / growth : 1;
  return watched.level.value_or(0) + available_bytes * share;
}

void MemoryOutlook::note(const std::optional<ForecastChange>& change, const ById::value_type& entry,
                         std::vector<MemoryNote>& notes) {
  const bool begins = change && change->kind == ForecastChange::Kind::started;
  if (!change || begins == told_ || (!begins && any_open())) return;
  told_ = begins;
  notes.push_back({*change, entry.first, entry.second.name});
}

bool MemoryOutlook::any_open() const {
  return std::any_of(containers_.begin(), containers_.end(),
                     [](const auto& entry) { return entry.second.forecast.open(); });
}

void MemoryOutlook::resume(const model::ContainerId& container, const ForecastChange& said,
                           core::WallTime told_at, core::Instant now) {
  auto& watched = containers_[container];
  watched.told_at = told_at;
  watched.forecast.resume(said, now.mono);
  told_ = true;
}

}  // namespace monitor
