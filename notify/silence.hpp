// Silence: what matches is not sent while it lasts. What still fires at its end is told with the
// next flush. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/event.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace notify {

struct SilenceMatch {
  // Globs; "" matches everything. At least one of the four is written.
  std::string type, deployment, service, key;
  std::optional<model::Severity> severity;  // this and below
  bool operator==(const SilenceMatch&) const = default;
};

struct Silence {
  std::int64_t id = 0;
  SilenceMatch match;
  core::WallTime starts_at, ends_at;
  std::string by, comment;
  core::WallTime made_at;
  bool operator==(const Silence&) const = default;

  bool is_active(core::WallTime now) const { return starts_at <= now && now < ends_at; }
};

// Errors: invalid (ends before it starts, ended already, matches by nothing, longer than a year).
core::Status judge(const Silence& silence, core::WallTime now);

}  // namespace notify
