#include "monitor/memory_outlook.hpp"

#include "monitor/rates.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

// What is not told to be there is kept for so long where nothing is known of the others either.
constexpr core::Milliseconds kept_for = std::chrono::minutes(10);

// Per second, by what is known best; nothing where it shrinks.
double growth_of(const Trends& trends) {
  const auto& trend = trends.of_hour ? trends.of_hour : trends.of_minutes;
  return trend ? std::max(0.0, trend->per_second) : 0;
}

// A time that nobody told is no other start.
bool is_other_start(core::WallTime one, core::WallTime other) {
  return one != core::WallTime{} && other != core::WallTime{} && one != other;
}

}  // namespace

void MemoryOutlook::take(const Replicas& replicas, core::MonoTime now) {
  for (const auto* each : replicas) {
    const auto kept = kept_memory(each->usage);
    if (!kept) continue;
    auto& watched = containers_[each->container.id];
    const auto started_at = each->container.started_at;
    if (is_other_start(watched.counted_since, started_at)) {
      watched.minutes.clear();
      watched.steps.clear();
    }
    if (started_at != core::WallTime{}) watched.counted_since = started_at;
    watched.minutes.take(now, *kept);
    watched.steps.take(now, *kept);
  }
}

std::vector<MemoryNote> MemoryOutlook::look(const Replicas& replicas,
                                            const std::set<model::ContainerId>& unseen,
                                            double available_bytes, const ForecastRule& rule,
                                            core::Instant now) {
  std::vector<MemoryNote> notes;
  end_what_went(replicas, unseen, now.mono, notes);
  learn(replicas, now);
  double growth = 0;  // of all: they share what the host has
  for (const auto& [id, watched] : containers_) growth += growth_of(watched.trends);
  for (auto& entry : containers_) {
    auto& watched = entry.second;
    const auto limit = limit_of(watched, available_bytes, growth);
    if (watched.level) watched.of_host = limit.of_host;
    note(watched.forecast.look(now.mono, watched.level, watched.trends, limit.bytes, rule), entry,
         notes);
  }
  learn_where_it_stood();
  const auto kept = replicas.empty() ? kept_for : core::Milliseconds{0};
  std::erase_if(containers_, [&](const auto& entry) {
    const auto& watched = entry.second;
    return !watched.there && !watched.forecast.open() && now.mono - watched.there_at >= kept;
  });
  return notes;
}

void MemoryOutlook::end_what_went(const Replicas& replicas,
                                  const std::set<model::ContainerId>& unseen, core::MonoTime now,
                                  std::vector<MemoryNote>& notes) {
  std::map<model::ContainerId, core::WallTime> starts;
  for (const auto* each : replicas) starts[each->container.id] = each->container.started_at;
  for (auto& entry : containers_) {
    auto& watched = entry.second;
    const auto found = starts.find(entry.first);
    const bool seen = found != starts.end();
    watched.there = seen || unseen.contains(entry.first);
    if (watched.there) watched.there_at = now;
    // None runs: it may be stopped, or not seen yet.
    bool went = !watched.there && !starts.empty();
    if (seen && watched.told_at)
      went = found->second > *watched.told_at;
    else if (seen)
      went = is_other_start(watched.started_at, found->second);
    if (seen && found->second != core::WallTime{}) watched.told_at.reset();
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
    watched.there = true;
    watched.there_at = now.mono;
    if (each->container.started_at != core::WallTime{})
      watched.started_at = each->container.started_at;
    watched.by_engine = each->by_engine;
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

MemoryOutlook::Limit MemoryOutlook::limit_of(const Watched& watched, double available_bytes,
                                             double growth) {
  const Limit own{watched.own_limit, false};
  if (available_bytes <= 0 || !watched.level) return own;
  const bool limited = own.bytes > 0;
  if (limited && watched.by_engine) return own;
  const double grows = growth_of(watched.trends);
  const double share = grows > 0 ? grows / growth : 1;
  const Limit host{*watched.level + available_bytes * share, true};
  return !limited || host.bytes < own.bytes ? host : own;
}

void MemoryOutlook::note(const std::optional<ForecastChange>& change, const ById::value_type& entry,
                         std::vector<MemoryNote>& notes) {
  const bool begins = change && change->kind == ForecastChange::Kind::started;
  if (!change || begins == told_ || (!begins && any_open())) return;
  told_ = begins;
  notes.push_back({*change, entry.first, entry.second.name});
  notes.back().change.of_host = entry.second.of_host;
}

bool MemoryOutlook::any_open() const {
  return std::any_of(containers_.begin(), containers_.end(),
                     [](const auto& entry) { return entry.second.forecast.open(); });
}

void MemoryOutlook::resume(const model::ContainerId& container, const ForecastChange& said,
                           core::WallTime told_at, core::Instant now) {
  auto& watched = containers_[container];
  watched.told_at = told_at;
  watched.of_host = said.of_host;
  watched.forecast.resume(said, now.mono);
  told_ = true;
}

}  // namespace monitor
