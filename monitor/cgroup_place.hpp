// Where the kernel's files about one container are, found from what the kernel itself says, for
// both versions of control groups, both drivers of the engine, and any parent. Pure.
// Sources: cgroups(7), cgroup_namespaces(7), ENGINE.md 5.
#pragma once

#include "core/result.hpp"
#include "model/ids.hpp"
#include "monitor/mounts.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

// The controllers of version 1 that are read. Each may have a hierarchy of its own, or share one.
enum class Controller : std::uint8_t { cpu, cpuacct, memory, pids, blkio };
inline constexpr std::size_t controllers = 5;

struct CgroupPlace {
  // Folder of each controller of version 1; empty where that controller is not one of version 1.
  std::array<std::string, controllers> v1;
  // Folder in the hierarchy of version 2; empty where there is none, or the container is not in it.
  // Beside controllers of version 1 ("hybrid") it has those that they leave.
  std::string v2;

  const std::string& of(Controller controller) const {
    return v1[static_cast<std::size_t>(controller)];
  }
  bool operator==(const CgroupPlace&) const = default;
};

// Those of the mounts that are of control groups. They stay as they are while a host runs: ask
// once.
std::vector<Mount> cgroup_mounts(std::string_view mountinfo);

// `proc_cgroup`: the text of /proc/PID/cgroup of the container's first process. The folders are
// those of the container itself, also where it has made groups of its own beneath (the parent
// accounts for them). Every folder's path contains `container`, so that a process that got the
// number of one that ended is not taken for it. Errors: unavailable, with what to do about it.
core::Result<CgroupPlace> find_cgroup_place(std::string_view proc_cgroup,
                                            const std::vector<Mount>& mounts,
                                            const model::ContainerId& container);

}  // namespace monitor
