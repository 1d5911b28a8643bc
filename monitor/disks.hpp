// Which of the mounts are disks that can run full. Pure.
#pragma once

#include "monitor/mounts.hpp"
#include "monitor/usage.hpp"

#include <functional>
#include <string>
#include <vector>

namespace monitor {

// One mount a device: of all of it where there is one, at the shortest path; of those of a part
// that of `/`, then one that `folders` are on. Of a part what is no folder is left out, as the
// files are that an engine puts into its containers (/etc/hosts). What has no block device of its
// own is left out (proc, tmpfs, overlay, NFS, FUSE over a network), but for the file systems that
// manage their devices themselves (btrfs, zfs, bcachefs); and so are `exclude_types`. Of zfs each
// dataset is there, but no snapshot, and none that an engine made below its data (beneath one of
// `folders`, but for its volumes). What `folders` are on is there whatever it is: absolute paths
// without links. In the order of the mount points.
using IsFolder = std::function<bool(const std::string& path)>;
std::vector<Mount> disk_mounts(std::vector<Mount> mounts,
                               const std::vector<std::string>& exclude_types,
                               const std::vector<std::string>& folders = {},
                               const IsFolder& is_folder = {});

// Those of the datasets of a zfs pool that share what is available are one disk, at the shortest of
// their paths. A dataset by itself tells as its size what it refers to and what the pool has left:
// together they use what all refer to (snapshots, and what is not mounted, are not seen). One with
// a quota, to which something else is available, is a disk of its own. In the order of the mount
// points.
std::vector<DiskUsage> as_disks(std::vector<DiskUsage> mounted);

}  // namespace monitor
