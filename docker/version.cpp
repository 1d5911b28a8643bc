#include "docker/version.hpp"

#include <algorithm>
#include <charconv>

namespace docker {
namespace {

bool read_number(std::string_view text, int& value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

}  // namespace

std::string text_of(ApiVersion version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor);
}

core::Result<ApiVersion> parse_api_version(std::string_view text) {
  ApiVersion version;
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || !read_number(text.substr(0, dot), version.major) ||
      !read_number(text.substr(dot + 1), version.minor)) {
    return core::Error{core::Errc::corrupt,
                       "the engine names no API version but \"" + std::string(text) + "\""};
  }
  return version;
}

core::Result<ApiVersion> negotiate(const EngineVersion& engine) {
  const auto newest = parse_api_version(engine.api_version);
  if (!newest) return newest.error();
  const auto chosen = std::min(*newest, api_version_max);
  if (chosen < api_version_min) {
    return core::Error{core::Errc::unsupported,
                       "the engine (" + engine.version + ") speaks the API only up to " +
                           text_of(*newest) + "; evenkeel needs " + text_of(api_version_min) +
                           " (Docker 20.10) or newer: upgrade the engine"};
  }
  if (engine.api_version_min.empty()) return chosen;
  const auto oldest = parse_api_version(engine.api_version_min);
  if (!oldest) return oldest.error();
  if (chosen < *oldest) {
    return core::Error{core::Errc::unsupported,
                       "the engine (" + engine.version + ") speaks the API only from " +
                           text_of(*oldest) + "; this evenkeel speaks up to " +
                           text_of(api_version_max) +
                           ": upgrade evenkeel, or lower min-api-version of the engine"};
  }
  return chosen;
}

}  // namespace docker
