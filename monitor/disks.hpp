// Which of the mounts are disks that can run full. Pure.
#pragma once

#include "monitor/mounts.hpp"

#include <string>
#include <vector>

namespace monitor {

// One mount a device: of all of it where there is one, at the shortest path. What has no block
// device of its own is left out (proc, tmpfs, overlay, NFS, FUSE over a network), but for the file
// systems that manage their devices themselves (btrfs, zfs, bcachefs); and so are `exclude_types`.
// What `folders` are on is there whatever it is: absolute paths without links. In the order of the
// mount points.
std::vector<Mount> disk_mounts(std::vector<Mount> mounts,
                               const std::vector<std::string>& exclude_types,
                               const std::vector<std::string>& folders = {});

}  // namespace monitor
