// Where the log goes: standard error, one line a decision. Lines are written by a thread of their
// own from a bounded queue, so that a host under pressure, or a reader that has stopped reading,
// cannot hold up the I/O thread; the oldest lines give way.
#pragma once

#include "agent/config.hpp"
#include "core/clock.hpp"

#include <string>
#include <string_view>

namespace agent {

constexpr std::size_t log_queue_lines_max = 1024;

// Once, before the first line. Until then the library's own default writes to standard output.
void init_log(const LogConfig& config);
// For a reload.
void set_log_level(const std::string& level);
// Writes what waits, and ends the thread; nothing is logged after it.
void close_log();

// One line, without its line break. As text: "2026-01-31T09:30:00.000Z info    message", control
// characters as \n, \x1b; as JSON: {"at": ..., "level": ..., "message": ...}.
std::string text_line(core::WallTime at, std::string_view level, std::string_view message);
std::string json_line(core::WallTime at, std::string_view level, std::string_view message);

}  // namespace agent
