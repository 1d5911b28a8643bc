#include "monitor/disks.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>

namespace monitor {
namespace {

constexpr std::string_view zfs = "zfs";
constexpr std::array<std::string_view, 3> pools = {"btrfs", zfs, "bcachefs"};
// What datasets have available differs by so much where they do not share it: less is what was
// written between two questions.
constexpr std::uint64_t available_differs = std::uint64_t{64} << 20;
constexpr std::uint64_t available_differs_part = 50;

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

auto rank_of(const Mount& mount, const std::vector<Mount>& wanted) {
  const bool is_part = mount.root != "/";
  const bool is_wanted = std::find(wanted.begin(), wanted.end(), mount) != wanted.end();
  return std::tuple(identity(mount), is_part, mount.point != "/", is_part && !is_wanted,
                    mount.point.size(), std::string_view(mount.point));
}

bool is_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return path.starts_with('/');
  if (!path.starts_with(folder)) return false;
  return path.size() == folder.size() || path[folder.size()] == '/';
}

// A layer or a container of the engine's: one dataset each. What is in its volumes is not its own.
bool is_of_an_engine(const Mount& mount, const std::vector<std::string>& folders) {
  if (mount.type != zfs) return false;
  if (mount.source.find('@') != std::string::npos) return true;  // a snapshot, which never grows
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) {
    return mount.point != folder && is_below(mount.point, folder) &&
           !is_below(mount.point, folder + "/volumes");
  });
}

// The deepest one, and of two at one place the later: it covers the other.
const Mount* mount_of(const std::vector<Mount>& mounts, std::string_view folder) {
  const Mount* found = nullptr;
  for (const auto& mount : mounts) {
    const bool deeper = found == nullptr || mount.point.size() >= found->point.size();
    if (deeper && is_below(folder, mount.point)) found = &mount;
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

// "tank" of "tank/data".
std::string_view pool_of(const DiskUsage& dataset) {
  return std::string_view(dataset.device).substr(0, dataset.device.find('/'));
}

bool share_what_is_left(const DiskUsage& one, const DiskUsage& other) {
  if (one.type != zfs || other.type != zfs || pool_of(one) != pool_of(other)) return false;
  const auto [less, more] = std::minmax(one.bytes_available, other.bytes_available);
  return more - less <= available_differs + more / available_differs_part;
}

void add(DiskUsage& disk, const DiskUsage& dataset) {
  disk.bytes_total += dataset.bytes_total - std::min(dataset.bytes_total, dataset.bytes_free);
  disk.read_only = disk.read_only && dataset.read_only;
}

}  // namespace

std::vector<Mount> disk_mounts(std::vector<Mount> mounts,
                               const std::vector<std::string>& exclude_types,
                               const std::vector<std::string>& folders, const IsFolder& is_folder) {
  const auto wanted = mounts_of(mounts, folders);
  std::erase_if(mounts, [&](const Mount& mount) {
    return !is_disk(mount) || is_of_an_engine(mount, folders) ||
           std::find(exclude_types.begin(), exclude_types.end(), mount.type) !=
               exclude_types.end() ||
           (is_folder && mount.root != "/" && !is_folder(mount.point));
  });
  mounts.insert(mounts.end(), wanted.begin(), wanted.end());
  std::sort(mounts.begin(), mounts.end(), [&](const Mount& one, const Mount& other) {
    return rank_of(one, wanted) < rank_of(other, wanted);
  });
  const auto same = [](const Mount& one, const Mount& other) {
    return identity(one) == identity(other);
  };
  mounts.erase(std::unique(mounts.begin(), mounts.end(), same), mounts.end());
  std::sort(mounts.begin(), mounts.end(),
            [](const Mount& one, const Mount& other) { return one.point < other.point; });
  return mounts;
}

std::vector<DiskUsage> as_disks(std::vector<DiskUsage> mounted) {
  std::stable_sort(mounted.begin(), mounted.end(),
                   [](const DiskUsage& one, const DiskUsage& other) {
                     return one.mount_point.size() < other.mount_point.size();
                   });
  std::vector<DiskUsage> disks;
  for (auto& each : mounted) {
    const auto same = std::find_if(disks.begin(), disks.end(), [&](const DiskUsage& disk) {
      return share_what_is_left(disk, each);
    });
    if (same == disks.end())
      disks.push_back(std::move(each));
    else
      add(*same, each);
  }
  std::sort(disks.begin(), disks.end(), [](const DiskUsage& one, const DiskUsage& other) {
    return one.mount_point < other.mount_point;
  });
  return disks;
}

}  // namespace monitor
