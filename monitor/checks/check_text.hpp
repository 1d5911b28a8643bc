// What findings are worded with. Pure.
#pragma once

#include "core/clock.hpp"

#include <cstdint>
#include <string>

namespace monitor {

// How long ago, in its two largest units: "2d3h", "4m10s".
std::string age_text(core::Milliseconds age);

// "3 lines", "1 line", "no line"
std::string counted(std::uint64_t count, const std::string& one, const std::string& many);

// A size that is to be read beside `other`: in bytes where they would look the same.
std::string size_beside(std::uint64_t bytes, std::uint64_t other);

}  // namespace monitor
