// When a disk is too full, and when it is well again. Pure.
#pragma once

#include "monitor/settings.hpp"
#include "monitor/usage.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace monitor {

inline constexpr int looks_until_gone = 3;

enum class DiskLevel : std::uint8_t { fine, warn, critical };

struct DiskChange {
  std::string mount_point;
  DiskLevel before = DiskLevel::fine;
  DiskLevel now = DiskLevel::fine;
  DiskLevel worst = DiskLevel::fine;  // since it was fine
  DiskUsage disk;                     // as seen last
  bool gone = false;                  // it was not seen for a while
  bool inodes = false;                // they are what runs out
  bool operator==(const DiskChange&) const = default;
};

// A level is left only where it is well below what it was entered at, so that a disk at the limit
// is told of once. What is mounted read-only cannot run full, but what ran full and was then
// mounted read-only by the kernel is not well. One that is not seen (it does not answer) stays as
// it was for some looks.
class DiskWatch {
 public:
  // It was told of by an agent before this one, with `told.now` and `told.worst`. Before the first
  // look.
  void resume(DiskChange told);
  // As it was last told.
  DiskLevel level_of(const std::string& mount_point) const;
  // `all`: what is not among them is not there; else it may not have been looked for.
  std::vector<DiskChange> look(const std::vector<DiskUsage>& disks, const DiskSettings& settings,
                               bool all = true);

 private:
  struct Bad {
    DiskChange last;
    int unseen = 0;  // looks
  };
  std::map<std::string, Bad> bad_;  // by mount point: those that are not fine
};

}  // namespace monitor
