// What the owner may say of monitoring: CONTRACT.md "Configuration", `monitor`.
#pragma once

#include "core/clock.hpp"
#include "monitor/checks/check.hpp"
#include "monitor/spike_settings.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace monitor {

struct DiskSettings {
  double warn_percent = 90;
  double critical_percent = 95;
  std::uint64_t critical_free_bytes = std::uint64_t{2} << 30;  // and less than that is left
  double inodes_percent = 90;
  std::vector<std::string> exclude_types = {"tmpfs", "overlay", "squashfs", "nfs"};
  bool operator==(const DiskSettings&) const = default;
};

struct Settings {
  core::Milliseconds interval{5'000};
  core::Milliseconds raw{3'600'000};              // how long each look is kept
  core::Milliseconds minutes{14 * 86'400'000LL};  // how long each minute is
  SpikeSettings spikes;
  DiskSettings disks;
  std::vector<Check> checks;  // of the host, by name
  bool operator==(const Settings&) const = default;
};

}  // namespace monitor
