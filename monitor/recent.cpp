#include "monitor/recent.hpp"

#include <algorithm>

namespace monitor {
namespace {

SeriesSet set_for(SubjectKind kind, const RecentShape& shape, core::MonoTime origin) {
  SeriesShape series;
  series.step = shape.interval;
  series.capacity = static_cast<std::size_t>(std::max<std::int64_t>(1, shape.raw / shape.interval));
  series.metrics = metrics_of(kind).size();
  return SeriesSet(series, origin);
}

}  // namespace

Recent::Recent(RecentShape shape, core::MonoTime origin)
    : shape_(shape),
      origin_(origin),
      sets_{set_for(SubjectKind::service, shape, origin), set_for(SubjectKind::host, shape, origin),
            set_for(SubjectKind::disk, shape, origin)},
      forgotten_at_(origin) {}

void Recent::push(std::string_view subject, core::MonoTime at, const Values& values) {
  auto& set = sets_[static_cast<std::size_t>(kind_of_subject(subject))];
  if (!set.push(subject, at, values)) return;
  if (const auto seen = last_seen_.find(subject); seen != last_seen_.end())
    seen->second = at;
  else
    last_seen_.emplace(subject, at);
}

void Recent::take(const Board& board, core::MonoTime at) {
  for (const auto& [key, service] : board.services())
    push(service_subject(key.first, key.second), at, values_of(service.now.sample));
  if (const auto& host = board.host()) push(host_subject, at, values_of(host->sample));
  if (at - forgotten_at_ >= one_minute) forget_old(at);
}

void Recent::take_disks(const std::vector<DiskUsage>& disks, core::MonoTime at) {
  for (const auto& disk : disks) push(disk_subject(disk.mount_point), at, values_of(disk));
}

void Recent::forget_old(core::MonoTime now) {
  forgotten_at_ = now;
  std::erase_if(last_seen_, [&](const auto& entry) {
    if (now - entry.second < shape_.raw) return false;
    sets_[static_cast<std::size_t>(kind_of_subject(entry.first))].forget(entry.first);
    return true;
  });
}

std::vector<SeriesMinute> Recent::minutes(core::MonoTime from, core::WallTime at,
                                          core::MonoTime not_before) const {
  std::vector<SeriesMinute> out;
  const auto to = from + one_minute;
  from = std::max(from, not_before);
  for (const auto& [subject, seen] : last_seen_) {
    if (seen < from) continue;
    const auto metrics = metrics_of(kind_of_subject(subject));
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      const auto buckets = roll_up(subject, i, from, to, one_minute);
      if (buckets.empty() || buckets.front().count == 0) continue;
      const auto& one = buckets.front();
      out.push_back(
          {subject, std::string(metrics[i].name), {at, one.min, one.mean, one.max, one.last}});
    }
  }
  return out;
}

bool Recent::knows(std::string_view subject) const { return last_seen_.contains(subject); }

std::vector<Bucket> Recent::roll_up(std::string_view subject, std::size_t metric,
                                    core::MonoTime from, core::MonoTime to,
                                    core::Milliseconds step) const {
  return set_of(kind_of_subject(subject)).roll_up(subject, metric, from, to, step);
}

std::vector<double> Recent::values(std::string_view subject, std::size_t metric,
                                   core::MonoTime from) const {
  return set_of(kind_of_subject(subject)).values(subject, metric, from);
}

std::size_t Recent::bytes() const {
  std::size_t bytes = 0;
  for (const auto& set : sets_) bytes += set.bytes();
  return bytes;
}

}  // namespace monitor
