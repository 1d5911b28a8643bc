// When a disk is too full, and when it is well again. Pure.
#pragma once

#include "monitor/settings.hpp"
#include "monitor/usage.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace monitor {

enum class DiskLevel : std::uint8_t { fine, warn, critical };

struct DiskChange {
  std::string mount_point;
  DiskLevel before = DiskLevel::fine;
  DiskLevel now = DiskLevel::fine;
  DiskUsage disk;       // as seen last
  bool gone = false;    // it is not mounted any more
  bool inodes = false;  // they are what runs out
  bool operator==(const DiskChange&) const = default;
};

// A level is left only where it is well below what it was entered at, so that a disk at the limit
// is told of once. What is mounted read-only cannot run full.
class DiskWatch {
 public:
  std::vector<DiskChange> look(const std::vector<DiskUsage>& disks, const DiskSettings& settings);

 private:
  std::map<std::string, DiskChange> bad_;  // by mount point: those that are not fine
};

}  // namespace monitor
