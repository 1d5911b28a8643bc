// Why the store cannot be used as it should be, and what a person can do about it. The agent then
// only observes.
#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace store {

enum class RescueKind { damaged, newer, read_only, disk_full, unusable };

struct Rescue {
  RescueKind kind = RescueKind::unusable;
  std::string reason;  // what is wrong, with the file and SQLite's words
  std::string advice;  // what to do
  bool operator==(const Rescue&) const = default;
};

std::string_view name_of(RescueKind kind);

// From what opening the database said. Pure.
Rescue rescue_from(const core::Error& error, const std::filesystem::path& file,
                   const std::vector<std::filesystem::path>& backups);

}  // namespace store
