// type: disk. How full is the file system that a path is on?
#pragma once

#include "core/result.hpp"
#include "monitor/checks/probe.hpp"
#include "monitor/usage.hpp"

#include <memory>
#include <string>

namespace monitor {

std::unique_ptr<Probe> make_disk_probe(DiskProbe settings, ProbeTools tools);

// statvfs(3); only the numbers are filled in. Blocking where the disk is. Errors: not_found,
// denied, io.
core::Result<DiskUsage> look_at_disk(const std::string& path);

// Pure. Percent are as `df` counts them, which is without what is kept for root; a file system that
// makes its inodes as it needs them has no limit of them.
Finding judge_disk(const DiskProbe& wanted, const core::Result<DiskUsage>& seen);

}  // namespace monitor
