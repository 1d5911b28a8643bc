// Event: an immutable record in the log.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace model {

enum class Severity { info, warning, critical };

struct Alert {
  std::string key;
  bool firing = true;
  bool operator==(const Alert&) const = default;
};

struct Event {
  EventId id = 0;  // 0 until the store has given it one
  core::WallTime at;
  std::string type;  // "service.exited"
  Severity severity = Severity::info;
  DeploymentName deployment;  // "" where it does not apply; likewise below
  ServiceName service;
  std::string container;
  std::optional<std::int64_t> incident;
  std::optional<Alert> alert;
  std::string message;      // one plain sentence
  std::string data = "{}";  // JSON object
  bool operator==(const Event&) const = default;
};

std::string_view name_of(Severity severity);
std::optional<Severity> severity_from(std::string_view text);

}  // namespace model
