// A check from what its owner wrote: `monitor.checks.NAME`, and the policy key `checks` of a
// service. docs/monitoring.md "Checks" names the keys; a test holds the two against each other.
#pragma once

#include "core/yaml_map.hpp"
#include "monitor/checks/check.hpp"

#include <optional>
#include <string>
#include <vector>

namespace monitor {

inline constexpr core::Milliseconds check_interval_min = std::chrono::seconds(1);
inline constexpr core::Milliseconds check_interval_max = std::chrono::hours(24);
inline constexpr core::Milliseconds check_timeout_min = std::chrono::milliseconds(100);
inline constexpr core::Milliseconds check_timeout_max = std::chrono::minutes(10);
inline constexpr int fall_rise_max = 100;
inline constexpr std::size_t check_name_bytes_max = 64;
inline constexpr std::size_t checks_max = 500;  // of the host, and of one service

// `owner` says whose it is and how critical where nothing is written. Mistakes are collected in the
// reading of `map`; with any, what is returned is of no use.
Check read_check(core::YamlMap& map, const std::string& name, const Check& owner);

// What is wrong with the name of a check: "expected ..., found 'a/b'".
std::optional<std::string> wrong_check_name(const std::string& name);

// "http", "tcp", ...: the words of the key `type`.
std::vector<std::string> check_types();

}  // namespace monitor
