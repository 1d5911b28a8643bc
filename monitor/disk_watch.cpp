#include "monitor/disk_watch.hpp"

#include "monitor/metrics.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace monitor {
namespace {

// How far below a limit it must be to be over: percent, and of the free bytes a share more.
constexpr double percent_below = 3;
constexpr double free_beyond = 1.25;

bool is_critical(const DiskUsage& disk, const DiskSettings& settings, bool was) {
  const double percent = settings.critical_percent - (was ? percent_below : 0);
  const double free = static_cast<double>(settings.critical_free_bytes) * (was ? free_beyond : 1.0);
  return used_percent(disk).value_or(0) >= percent &&
         static_cast<double>(disk.bytes_available) < free;
}

bool is_above(std::optional<double> percent, double limit, bool was) {
  return percent.value_or(0) >= limit - (was ? percent_below : 0);
}

DiskChange judge(const DiskUsage& disk, const DiskSettings& settings, const DiskChange* before) {
  DiskChange now;
  now.mount_point = disk.mount_point;
  now.disk = disk;
  if (before != nullptr) {
    now.before = before->now;
    now.worst = before->worst;
  }
  const bool was_critical = now.before == DiskLevel::critical;
  const bool was_warned = now.before != DiskLevel::fine;
  if (disk.read_only && !was_warned) return now;
  const bool full = is_above(used_percent(disk), settings.warn_percent, was_warned);
  const bool no_inodes = is_above(inodes_used_percent(disk), settings.inodes_percent, was_warned);
  if (is_critical(disk, settings, was_critical))
    now.now = DiskLevel::critical;
  else if (full || no_inodes)
    now.now = DiskLevel::warn;
  now.inodes = no_inodes && !full;
  now.worst = std::max(now.worst, now.now);
  return now;
}

}  // namespace

void DiskWatch::resume(DiskChange told) {
  const auto mount_point = told.mount_point;
  bad_.insert_or_assign(mount_point, Bad{std::move(told)});
}

DiskLevel DiskWatch::level_of(const std::string& mount_point) const {
  const auto bad = bad_.find(mount_point);
  return bad == bad_.end() ? DiskLevel::fine : bad->second.last.now;
}

std::vector<DiskChange> DiskWatch::look(const std::vector<DiskUsage>& disks,
                                        const DiskSettings& settings, bool all) {
  std::vector<DiskChange> changes;
  std::set<std::string> seen;
  for (const auto& disk : disks) {
    seen.insert(disk.mount_point);
    const auto before = bad_.find(disk.mount_point);
    auto now = judge(disk, settings, before == bad_.end() ? nullptr : &before->second.last);
    if (now.now != now.before) changes.push_back(now);
    if (now.now == DiskLevel::fine)
      bad_.erase(disk.mount_point);
    else
      bad_.insert_or_assign(disk.mount_point, Bad{std::move(now)});
  }
  for (auto entry = bad_.begin(); entry != bad_.end();) {
    auto& [last, unseen] = entry->second;
    const bool gone = all && !seen.contains(entry->first) && ++unseen >= looks_until_gone;
    if (gone) {
      last.before = std::exchange(last.now, DiskLevel::fine);
      last.gone = true;
      changes.push_back(std::move(last));
    }
    entry = gone ? bad_.erase(entry) : std::next(entry);
  }
  return changes;
}

}  // namespace monitor
