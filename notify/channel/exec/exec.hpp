// A program gets the message on its standard input.
#pragma once

#include "core/io/subprocess.hpp"
#include "notify/channel.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notify::exec {

inline constexpr std::size_t input_bytes_max = 60 * 1024;  // fits into a pipe; items are left out
inline constexpr std::size_t output_bytes_max = 4 * 1024;  // of each stream; more is not kept
inline constexpr std::size_t flood_bytes_max = 1024 * 1024;
inline constexpr int exit_retry = 75;  // EX_TEMPFAIL of sysexits.h

struct Settings {
  std::vector<std::string> command;  // run as it is, without a shell
  core::Milliseconds timeout{30'000};
};

// JSON on standard input, and of the environment beside our own EVENKEEL_ID, EVENKEEL_THREAD,
// EVENKEEL_KIND, EVENKEEL_SEVERITY, EVENKEEL_HOST_NAME, EVENKEEL_TITLE.
core::Program format(const Message& message, const Settings& settings);
// 0: delivered. 75, and what could not be run to its end: retry. Else refused. The text is the last
// line that it printed, of its standard error where there is any.
Answer judge(const core::Result<core::Finished>& finished);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::exec
