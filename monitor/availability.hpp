// How a service is as far as its availability goes, and what is counted of it. Values.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace monitor {

enum class Duty : std::uint8_t {
  up,       // all its replicas run, and none of them is ill
  down,     // it should be up, and is not
  not_due,  // it is not meant to run: stopped on purpose, held, paused, done, waiting for such a
            // one
  unseen,   // nobody sees it now
};

struct ServiceSight {
  Duty duty = Duty::unseen;
  core::WallTime started_at;  // the newest start among its containers; the epoch where there is
                              // none
  bool operator==(const ServiceSight&) const = default;
};

// How long a service was up, and how long it should have been and was not.
struct UptimeHour {
  std::int32_t hour = 0;  // whole hours since 1970
  std::uint32_t up_ms = 0, down_ms = 0;
  bool operator==(const UptimeHour&) const = default;
};

// When a service was seen last, and how it was.
struct LastSight {
  core::Instant at;
  std::string boot;  // core::Boot::id: `at.mono` is of that boot
  ServiceSight sight;
  bool operator==(const LastSight&) const = default;
};

struct ServiceUptime {
  model::DeploymentName deployment;
  model::ServiceName service;
  std::vector<UptimeHour> hours;  // ascending, each once
  std::optional<LastSight> last;
  bool operator==(const ServiceUptime&) const = default;
};

inline constexpr core::Milliseconds uptime_kept = std::chrono::hours(24 * 32);

// Of the time in which a service was meant to run and was seen.
struct UpTime {
  core::Milliseconds up{0}, down{0};
  // 0 to 100; none where there was no such time.
  std::optional<double> percent() const {
    if (up + down <= core::Milliseconds(0)) return std::nullopt;
    return 100.0 * static_cast<double>(up.count()) / static_cast<double>((up + down).count());
  }
  bool operator==(const UpTime&) const = default;
};

// Each to the whole hour: a day is the hour that runs and the 23 before it.
struct Availability {
  UpTime day, week, month;  // 24 hours, 7 days, 30 days
  bool operator==(const Availability&) const = default;
};

}  // namespace monitor
