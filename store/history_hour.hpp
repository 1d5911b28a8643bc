// An hour of a series as history.db keeps it: 60 minutes of min, mean, max and last, two bytes
// each, and minutes by themselves while they wait for it. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/minifloat.hpp"
#include "monitor/ports.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace store {

using MinuteNumber = std::int32_t;  // whole minutes since 1970
using HourNumber = std::int32_t;

inline constexpr MinuteNumber minutes_an_hour = 60;

HourNumber hour_of(MinuteNumber minute);
// Of a time that no number can be given to, the nearest.
HourNumber hour_of(core::WallTime at);

struct PackedMinute {
  MinuteNumber number = 0;
  std::array<core::Minifloat, 4> values{};  // min, mean, max, last; `no_value` is none of them
  bool operator==(const PackedMinute&) const = default;
};

// False where one of its numbers is negative or none, or its time beyond what can be numbered.
bool can_be_packed(const monitor::Minute& minute);
PackedMinute pack(const monitor::Minute& minute);  // one that can be
monitor::Minute unpack(const PackedMinute& minute);

// [from, to)
struct MinuteRange {
  MinuteNumber from = 0, to = 0;
  bool holds(MinuteNumber minute) const { return from <= minute && minute < to; }
  bool operator==(const MinuteRange&) const = default;
};

// The minutes that begin in [from, to).
MinuteRange range_of(core::WallTime from, core::WallTime to);

using PackedMinutes = std::vector<PackedMinute>;  // ascending, each number once

// Adds the minute, or replaces the one of its number.
void put(PackedMinutes& into, const PackedMinute& minute);
// Those of both; where both know a minute, the one of `over`.
PackedMinutes overlaid(const PackedMinutes& under, const PackedMinutes& over);
PackedMinutes within(const PackedMinutes& minutes, MinuteRange range);

inline constexpr std::size_t hour_bytes = sizeof(core::Minifloat) * 4 * minutes_an_hour;

std::string empty_hour();
// To its place in `hour`, which is `hour_bytes` long.
void write_into(std::string& hour, const PackedMinute& minute);
// What `hour`, `hour_bytes` long, knows of the range, at the end of `minutes`.
void read_hour(std::string_view hour, HourNumber number, MinuteRange range, PackedMinutes& minutes);

}  // namespace store
