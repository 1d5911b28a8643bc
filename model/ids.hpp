// Names that must not be mixed up.
#pragma once

#include <cstdint>
#include <string>

namespace model {

using EventId = std::int64_t;           // grows; assigned by the store
using GenerationNumber = std::int64_t;  // 1, 2, ... per deployment
using ContainerId = std::string;        // 64 hex digits
using ImageId = std::string;            // "sha256:..."; compare only ids of one engine
using ServiceName = std::string;
using DeploymentName = std::string;

}  // namespace model
