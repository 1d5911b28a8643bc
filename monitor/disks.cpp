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

}  // namespace

std::vector<Mount> disk_mounts(std::vector<Mount> mounts,
                               const std::vector<std::string>& exclude_types) {
  std::erase_if(mounts, [&](const Mount& mount) {
    return !is_disk(mount) ||
           std::find(exclude_types.begin(), exclude_types.end(), mount.type) != exclude_types.end();
  });
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
