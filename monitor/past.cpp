#include "monitor/past.hpp"

#include "monitor/sample_query.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

// DESIGN.md, "Time".
constexpr core::Milliseconds clock_step_min = std::chrono::seconds(30);
// Minutes that are made up for at once, where looks were late.
constexpr int minutes_behind_max = 5;

core::WallTime minute_of(core::WallTime at) { return std::chrono::floor<std::chrono::minutes>(at); }

core::MonoTime mono_at(core::WallTime at, core::Instant now) {
  return now.mono - std::chrono::duration_cast<core::Milliseconds>(now.wall - at);
}

// Whether the answer is made of minutes, and so in whole minutes: where its steps are such anyway,
// and else where minutes are of longer ago than what is in memory, since `raw_begin`. A question
// that reaches back beyond that by less than a minute or a step keeps its own steps: what is
// missing at its begin is less than what longer steps would take from all of it.
bool are_wanted(const std::vector<Minute>& minutes, const SampleQuery& query,
                core::Milliseconds step, core::WallTime raw_begin) {
  if (minutes.empty()) return false;
  if (step == whole_minutes(step)) return true;
  return minutes.front().at < minute_of(raw_begin) &&
         query.from <= raw_begin - std::max(step, one_minute);
}

}  // namespace

Past::Past(History& history, const core::Clock& clock, RecentShape shape,
           core::Milliseconds patience)
    : history_(history),
      clock_(clock),
      patience_(patience),
      shape_(shape),
      recent_(std::in_place, shape, clock.now().mono),
      minute_(minute_of(clock.now().wall)),
      offset_(clock.now().wall.time_since_epoch() - clock.now().mono.time_since_epoch()) {}

void Past::configure(RecentShape shape) {
  if (shape.interval == shape_.interval && shape.raw == shape_.raw) return;
  shape_ = shape;
  recent_.emplace(shape, clock_.now().mono);
}

// The two clocks have moved apart: the host slept, or its clock was set. Of what was seen before,
// the minutes are in the history.
void Past::note_step(core::Instant now) {
  const auto offset = now.wall.time_since_epoch() - now.mono.time_since_epoch();
  const auto moved = offset - std::exchange(offset_, offset);
  if (std::chrono::abs(moved) <= clock_step_min) return;
  minute_ = minute_of(now.wall);
  told_from_ = now.mono;
}

void Past::take(const Board& board) {
  const auto now = clock_.now();
  note_step(now);
  recent_->take(board, now.mono);
  store_minutes(now);
}

void Past::take_disks(const std::vector<DiskUsage>& disks) {
  recent_->take_disks(disks, clock_.now().mono);
}

void Past::store_minutes(core::Instant now) {
  const auto current = minute_of(now.wall);
  minute_ = std::max(minute_, current - minutes_behind_max * one_minute);
  for (; minute_ < current; minute_ += one_minute) {
    auto minutes = recent_->minutes(mono_at(minute_, now), minute_, told_from_);
    if (!minutes.empty()) history_.append(std::move(minutes));
  }
}

core::WallTime Past::raw_begin(core::Instant now) const {
  const auto held = std::max({recent_->origin(), told_from_, now.mono - recent_->raw()});
  return now.wall - (now.mono - held);
}

std::vector<Minute> Past::raw_parts(const std::string& subject, std::size_t metric,
                                    core::WallTime from, core::WallTime to, core::Milliseconds step,
                                    core::Instant now) const {
  std::vector<Minute> parts;
  for (const auto& bucket : recent_->roll_up(
           subject, metric, std::max(mono_at(from, now), told_from_), mono_at(to, now), step)) {
    if (bucket.count == 0) continue;
    const auto at = now.wall - (now.mono - bucket.at);
    parts.push_back({at, bucket.min, bucket.mean, bucket.max, bucket.last});
  }
  return parts;
}

awaitable<core::Result<SampleSeries>> Past::samples(SampleQuery query) {
  const auto kind = kind_of_subject(query.subject);
  const auto metric = find_metric(kind, query.metric);
  if (!metric) co_return metric.error();
  const auto unit = metrics_of(kind)[*metric].unit;
  const auto asked_at = clock_.now();
  const auto newest = asked_at.wall + recent_->interval();
  const auto to = std::min(query.to, newest);
  const auto step = std::max(query.step, recent_->interval());
  const auto steps = steps_of(query.from, to, step);
  if (!steps) co_return steps.error();
  const auto minute_steps = *steps_of(query.from, to, whole_minutes(step));

  const auto held_from = raw_begin(asked_at);
  std::vector<Minute> minutes;
  if (steps->from < held_from) {
    // Whole steps at both ends, as of what is in memory.
    const auto until = std::min(minute_steps.end(), newest);
    auto question = history_.read(query.subject, query.metric, minute_steps.from, until);
    auto read = co_await asking_.ask(std::move(question), patience_);
    // What is in memory can be told without it.
    if (!read && !recent_->knows(query.subject)) co_return read.error();
    if (read) minutes = std::move(*read);
  }
  const bool has_raw = recent_->knows(query.subject);
  if (minutes.empty() && !has_raw)
    co_return core::not_found("nothing is known of '" + query.subject + "'");
  if (has_raw && !are_wanted(minutes, query, step, held_from)) {
    const auto parts =
        raw_parts(query.subject, *metric, steps->from, steps->end(), step, clock_.now());
    co_return SampleSeries{unit, step, points_of(parts, *steps, query.aggregation)};
  }
  add_newest(minutes, query.subject, *metric, minute_steps.end());
  co_return SampleSeries{unit, minute_steps.step,
                         points_of(minutes, minute_steps, query.aggregation)};
}

// What the history does not have yet.
void Past::add_newest(std::vector<Minute>& minutes, const std::string& subject, std::size_t metric,
                      core::WallTime to) const {
  const auto now = clock_.now();
  const auto after = std::max(minutes.back().at + one_minute, minute_of(raw_begin(now)));
  for (auto& part : raw_parts(subject, metric, after, to, one_minute, now))
    minutes.push_back(std::move(part));
}

}  // namespace monitor
