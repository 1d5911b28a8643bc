// An enumeration and its names in the outward contract, as one table that serves both directions.
#pragma once

#include "core/check.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace model {

template <class Enum, std::size_t count>
using Names = std::array<std::pair<Enum, std::string_view>, count>;

// A value that is not in the table is a bug.
template <class Enum, std::size_t count>
std::string_view name_in(const Names<Enum, count>& names, Enum value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  CHECK(!"the table of names is complete");
}

template <class Enum, std::size_t count>
std::optional<Enum> value_in(const Names<Enum, count>& names, std::string_view text) {
  for (const auto& [value, name] : names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace model
