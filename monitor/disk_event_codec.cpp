#include "monitor/data_text.hpp"
#include "monitor/event_codec.hpp"

#include "monitor/human_text.hpp"
#include "monitor/metrics.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace monitor {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

std::string place_of(const DiskUsage& disk) {
  return "the disk at " + disk.mount_point + " (" + disk.device + ")";
}

std::string message_of(const DiskChange& change) {
  const auto& disk = change.disk;
  if (change.gone)
    return place_of(disk) + " is not seen any more: it is unmounted, excluded, or does not answer";
  const auto left = human_bytes(static_cast<double>(disk.bytes_available)) + " left";
  const auto full = human_percent(used_percent(disk).value_or(0)) + " full: " + left;
  if (change.now == DiskLevel::fine) return place_of(disk) + " is well again, " + full;
  if (change.inodes)
    return place_of(disk) +
           " runs out of inodes: " + human_percent(inodes_used_percent(disk).value_or(0)) +
           " of them are used (many small files; `df -i` shows it)";
  return place_of(disk) + " is " + full;
}

// ". Of the engine's own, most is: unused images, 3.1 GiB (`docker image prune`); ..."
std::string sentence_of(const std::vector<DiskEater>& eaters) {
  std::string text;
  for (const auto& each : eaters) {
    const bool is_command = each.command.starts_with("docker ");
    text += (text.empty() ? ". Of the engine's own, most is: " : "; ") + plain_name(each.what) +
            ", " + human_bytes(static_cast<double>(each.bytes));
    text += is_command ? " (`" + each.command + "`)" : " (" + each.command + ")";
  }
  return text;
}

Json list_of(const std::vector<DiskEater>& eaters) {
  Json list = Json::array();
  for (const auto& each : eaters)
    list.push_back({{"what", each.what}, {"bytes", each.bytes}, {"command", each.command}});
  return list;
}

std::string_view name_of(DiskLevel level) {
  switch (level) {
    case DiskLevel::warn: return "warn";
    case DiskLevel::critical: return "critical";
    case DiskLevel::fine: break;
  }
  return "fine";
}

struct Told {
  std::string_view check, type;
  bool silent;
};

model::Event silence_event(const Told& told, core::WallTime at, std::string message) {
  model::Event event;
  event.at = at;
  event.type = told.silent ? "check.failed" : "check.recovered";
  event.severity = model::Severity::warning;
  event.alert = model::Alert{"check/" + std::string(told.check), told.silent};
  event.message = std::move(message);
  event.data = data_text({{"check", told.check}, {"type", told.type}});
  return event;
}

}  // namespace

model::Event disk_event(const DiskChange& change, core::WallTime at,
                        const std::vector<DiskEater>& eaters) {
  const bool firing = change.now != DiskLevel::fine;
  // What resolves has the severity of what it resolves.
  const auto worst = firing ? change.now : std::max(change.before, change.worst);
  const auto check = disk_subject(change.mount_point);
  model::Event event;
  event.at = at;
  event.type = firing ? "check.failed" : "check.recovered";
  event.severity =
      worst == DiskLevel::critical ? model::Severity::critical : model::Severity::warning;
  event.alert = model::Alert{"check/" + check, firing};
  event.message = message_of(change) + sentence_of(eaters);
  Json data = {{"check", check},
               {"type", "disk"},
               {"mount_point", change.mount_point},
               {"device", change.disk.device},
               {"level", name_of(change.now)},
               {"used_percent", number(used_percent(change.disk))},
               {"bytes_total", change.disk.bytes_total},
               {"bytes_available", change.disk.bytes_available},
               {"inodes_used_percent", number(inodes_used_percent(change.disk))}};
  if (!eaters.empty()) data["eaters"] = list_of(eaters);
  event.data = data_text(data);
  return event;
}

model::Event disks_event(bool silent, core::WallTime at) {
  return silence_event(
      {disks_check, "disk", silent}, at,
      silent ? "one of the disks does not answer, and none can be looked at until it does "
               "(`timeout 5 df` stops before it; monitor.disks.exclude_types leaves a type out)"
             : "all disks answer again");
}

model::Event looks_event(bool silent, core::WallTime at) {
  return silence_event(
      {looks_check, "process", silent}, at,
      silent ? "the kernel does not answer what containers and host use: nothing of that is known "
               "until it does (a process that `ps` hangs at may be the cause)"
             : "what containers and host use is known again");
}

}  // namespace monitor
