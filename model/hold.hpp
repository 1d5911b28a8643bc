// Hold: hands off for a time.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <string>

namespace model {

struct Hold {
  std::int64_t id = 0;
  DeploymentName deployment;  // "" = the whole host
  ServiceName service;        // "" = the whole deployment
  std::string by, reason;
  core::WallTime from, until;
  // True where this hold covers the service.
  bool covers(const DeploymentName& of, const ServiceName& what) const {
    return deployment.empty() || (deployment == of && (service.empty() || service == what));
  }
  bool operator==(const Hold&) const = default;
};

}  // namespace model
