#include "monitor/disks.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace monitor {
namespace {

constexpr std::array<std::string_view, 3> pools = {"btrfs", "zfs", "bcachefs"};

bool is_one_of_a_pool(const Mount& mount) {
  return std::find(pools.begin(), pools.end(), mount.type) != pools.end();
}

bool is_disk(const Mount& mount) {
  return is_one_of_a_pool(mount) || !mount.device.starts_with("0:");
}

// Subvolumes have device numbers of their own, and share what they are mounted from.
std::string_view identity(const Mount& mount) {
  return is_one_of_a_pool(mount) ? mount.source : mount.device;
}

bool is_before(const Mount& one, const Mount& other) {
  const auto rank = [](const Mount& mount) {
    return std::tuple(identity(mount), mount.root != "/", mount.point.size(),
                      std::string_view(mount.point));
  };
  return rank(one) < rank(other);
}

bool holds(const Mount& mount, std::string_view folder) {
  if (mount.point == "/") return folder.starts_with('/');
  if (!folder.starts_with(mount.point)) return false;
  return folder.size() == mount.point.size() || folder[mount.point.size()] == '/';
}

// The deepest one, and of two at one place the later: it covers the other.
const Mount* mount_of(const std::vector<Mount>& mounts, std::string_view folder) {
  const Mount* found = nullptr;
  for (const auto& mount : mounts) {
    const bool deeper = found == nullptr || mount.point.size() >= found->point.size();
    if (deeper && holds(mount, folder)) found = &mount;
  }
  return found;
}

std::vector<Mount> mounts_of(const std::vector<Mount>& mounts,
                             const std::vector<std::string>& folders) {
  std::vector<Mount> found;
  for (const auto& folder : folders)
    if (const auto* mount = mount_of(mounts, folder)) found.push_back(*mount);
  return found;
}

}  // namespace

std::vector<Mount> disk_mounts(std::vector<Mount> mounts,
                               const std::vector<std::string>& exclude_types,
                               const std::vector<std::string>& folders) {
  const auto wanted = mounts_of(mounts, folders);
  std::erase_if(mounts, [&](const Mount& mount) {
    return !is_disk(mount) ||
           std::find(exclude_types.begin(), exclude_types.end(), mount.type) != exclude_types.end();
  });
  mounts.insert(mounts.end(), wanted.begin(), wanted.end());
  std::sort(mounts.begin(), mounts.end(), is_before);
  const auto same = [](const Mount& one, const Mount& other) {
    return identity(one) == identity(other);
  };
  mounts.erase(std::unique(mounts.begin(), mounts.end(), same), mounts.end());
  std::sort(mounts.begin(), mounts.end(),
            [](const Mount& one, const Mount& other) { return one.point < other.point; });
  return mounts;
}

}  // namespace monitor
