#include "monitor/host_checks.hpp"

#include "monitor/event_codec.hpp"
#include "monitor/human_text.hpp"
#include "monitor/metrics.hpp"

#include <set>
#include <utility>

namespace monitor {
namespace {

std::string usage_text(const DiskUsage& disk) {
  auto text = human_percent(used_percent(disk).value_or(0)) + " full, " +
              human_bytes(static_cast<double>(disk.bytes_available)) + " left";
  if (const auto inodes = inodes_used_percent(disk))
    text += ", " + human_percent(*inodes) + " of the inodes used";
  return text;
}

std::string criticality_of(DiskLevel level) {
  return level == DiskLevel::critical ? "critical" : "standard";
}

}  // namespace

HostChecks::HostChecks(Pace disks, Pace looks) : disks_(disks), looks_(looks) {
  find_or_add(std::string(disks_check), disks_);
  find_or_add(std::string(looks_check), looks_);
}

void HostChecks::set_looks_interval(core::Milliseconds interval) {
  looks_.interval = interval;
  find_or_add(std::string(looks_check), looks_).interval = interval;
  ++revision_;
}

CheckView& HostChecks::find_or_add(const std::string& id, const Pace& pace) {
  const auto [entry, is_new] = views_.try_emplace(id);
  auto& view = entry->second;
  if (!is_new) return view;
  view.id = view.name = id;
  view.type = id == looks_check ? "process" : "disk";
  view.criticality = criticality_of(DiskLevel::fine);
  view.interval = pace.interval;
  view.timeout = pace.timeout;
  view.fall = view.rise = 1;
  return view;
}

void HostChecks::set_state(CheckView& view, CheckState state, core::WallTime at) {
  if (std::exchange(view.state, state) != state || !view.since) view.since = at;
  ++revision_;
}

void HostChecks::recall(const Recalled& recalled) {
  for (const auto& [id, told] : recalled.host_checks) {
    auto& view = find_or_add(id, id == looks_check ? looks_ : disks_);
    set_state(view, CheckState::failing, told.at);
    view.last_text = told.message;
    view.criticality = criticality_of(
        told.severity == model::Severity::critical ? DiskLevel::critical : DiskLevel::warn);
  }
}

void HostChecks::take(const std::string& id, const Found& found, const Run& run) {
  const bool fails = found.level != DiskLevel::fine;
  auto& view = find_or_add(id, id == looks_check ? looks_ : disks_);
  view.last_at = run.began.wall;
  view.last_took = run.ended.mono - run.began.mono;
  view.last_verdict = fails ? "failed" : "passed";
  view.last_text = found.text;
  view.next_at = run.ended.wall + view.interval;
  view.failures = fails ? view.failures + 1 : 0;
  view.criticality = criticality_of(found.level);
  set_state(view, fails ? CheckState::failing : CheckState::passing, run.ended.wall);
}

void HostChecks::take_disks(const std::vector<DiskUsage>& disks, const DiskWatch& watch, Run run) {
  std::set<std::string> there = {std::string(disks_check), std::string(looks_check)};
  for (const auto& disk : disks) {
    const auto level = watch.level_of(disk.mount_point);
    if (disk.read_only && level == DiskLevel::fine) continue;  // it cannot run full
    const auto id = disk_subject(disk.mount_point);
    there.insert(id);
    take(id, {level, usage_text(disk)}, run);
  }
  // One that fails and is not seen is kept until it is told to be gone.
  std::erase_if(views_, [&](const auto& entry) {
    const auto& id = entry.first;
    return !there.contains(id) &&
           watch.level_of(id.substr(disk_subject("").size())) == DiskLevel::fine;
  });
  take(std::string(disks_check), {DiskLevel::fine, "all of them answer"}, run);
}

void HostChecks::take_looks(Run run) {
  take(std::string(looks_check), {DiskLevel::fine, "containers and host are seen"}, run);
}

void HostChecks::take_silence(std::string_view id, bool silent, const std::string& told,
                              core::Instant now) {
  auto& view = find_or_add(std::string(id), id == looks_check ? looks_ : disks_);
  view.last_verdict = silent ? "failed" : "passed";
  view.last_text = told;
  view.failures = silent ? view.failures + 1 : 0;
  set_state(view, silent ? CheckState::failing : CheckState::passing, now.wall);
}

std::vector<CheckView> HostChecks::views() const {
  std::vector<CheckView> views;
  for (const auto& [id, view] : views_) views.push_back(view);
  return views;
}

std::optional<CheckView> HostChecks::view(const std::string& id) const {
  const auto found = views_.find(id);
  return found == views_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace monitor
