#include "store/rescue.hpp"

namespace store {
namespace {

RescueKind kind_of(core::Errc code) {
  switch (code) {
    case core::Errc::corrupt: return RescueKind::damaged;
    case core::Errc::unsupported: return RescueKind::newer;
    case core::Errc::denied: return RescueKind::read_only;
    case core::Errc::unavailable: return RescueKind::disk_full;
    default: return RescueKind::unusable;
  }
}

std::string restore_advice(const std::filesystem::path& file,
                           const std::vector<std::filesystem::path>& backups) {
  const auto name = file.string();
  const auto backup =
      backups.empty() ? std::string("a copy of it from a backup of this host")
                      : backups.front().string() + " (or a newer copy from a backup of this host)";
  return "Stop the agent, move " + name + ", " + name + "-wal and " + name +
         "-shm away and keep them, put " + backup + " at " + name +
         ", and start the agent. Without a copy it starts empty: apply the deployments again then. "
         "The containers run on meanwhile.";
}

std::string advice_for(RescueKind kind, const std::filesystem::path& file,
                       const std::vector<std::filesystem::path>& backups) {
  const auto folder = file.parent_path().string();
  switch (kind) {
    case RescueKind::damaged: return restore_advice(file, backups);
    case RescueKind::newer:
      return "It was written by a newer evenkeel: install that version again, or one newer still, "
             "and restart the agent.";
    case RescueKind::read_only:
      return "Make " + folder +
             " and the files in it writable for the agent's user (is its file system mounted "
             "read-only, perhaps after "
             "an error of the disk?), and restart the agent.";
    case RescueKind::disk_full:
      return "Free some space on the file system of " + folder + " and restart the agent.";
    case RescueKind::unusable:
      return "Look at " + folder +
             " and the kernel's log for errors of the disk, and restart the agent.";
  }
  return {};
}

}  // namespace

std::string_view name_of(RescueKind kind) {
  switch (kind) {
    case RescueKind::damaged: return "damaged";
    case RescueKind::newer: return "newer";
    case RescueKind::read_only: return "read_only";
    case RescueKind::disk_full: return "disk_full";
    case RescueKind::unusable: return "unusable";
  }
  return "unusable";
}

Rescue rescue_from(const core::Error& error, const std::filesystem::path& file,
                   const std::vector<std::filesystem::path>& backups) {
  const auto kind = kind_of(error.code);
  return {kind, error.what, advice_for(kind, file, backups)};
}

}  // namespace store
