// Which API version to speak (ENGINE.md 1).
#pragma once

#include "core/result.hpp"
#include "docker/api_version.hpp"

#include <string>
#include <string_view>

namespace docker {

constexpr ApiVersion api_version_min{1, 41};  // Docker 20.10
constexpr ApiVersion api_version_max{1, 51};  // the newest that was tried

// What changes in what we send.
constexpr ApiVersion several_networks_at_create{1, 44};

std::string text_of(ApiVersion version);  // "1.41"
// Errors: corrupt.
core::Result<ApiVersion> parse_api_version(std::string_view text);

// What `GET /version` says.
struct EngineVersion {
  std::string version;  // "20.10.24"
  std::string api_version, api_version_min;
  std::string os, architecture;
};

// The newest that both speak. Errors: unsupported, with what to do about it; corrupt.
core::Result<ApiVersion> negotiate(const EngineVersion& engine);

}  // namespace docker
