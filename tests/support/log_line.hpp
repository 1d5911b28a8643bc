// Logs a line as a loop would; the one place of the tests that knows the logging library.
#pragma once

#include <spdlog/spdlog.h>

#include <string>

namespace support {

inline void log_info(const std::string& message) { spdlog::info(message); }
inline void log_warning(const std::string& message) { spdlog::warn(message); }

}  // namespace support
