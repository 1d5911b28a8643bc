// A number of at least 0 in two bytes: 0, and 2^-10 to 2^54 with a relative error of at most 2^-11
// (0.049 %); whole numbers up to 2048 are exact. Codes are ordered as their numbers are. Pure.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>

namespace core {

using Minifloat = std::uint16_t;

inline constexpr Minifloat no_value = 0xFFFF;
inline constexpr Minifloat greatest_minifloat = 0xFFFE;

namespace minifloat {
// The upper bits of a double, sign, exponent and ten of its fraction, are the code once they are
// counted from those of 2^-10, and 1 is left to stand for 0.
inline constexpr int dropped_bits = 52 - 10;
inline constexpr std::uint64_t half = std::uint64_t{1} << (dropped_bits - 1);
inline constexpr std::uint64_t before_first = ((std::uint64_t{1023} - 10) << 10) - 1;
inline constexpr double least = 1.0 / 1024;
}  // namespace minifloat

// The nearest code. Below 2^-11 it is 0; too great, the greatest; negative or no number, no value.
inline Minifloat to_minifloat(double value) {
  if (!(value >= 0)) return no_value;
  if (value < minifloat::least) return value < minifloat::least / 2 ? 0 : 1;
  const auto bits = std::bit_cast<std::uint64_t>(value) + minifloat::half;
  const auto code = (bits >> minifloat::dropped_bits) - minifloat::before_first;
  return code > greatest_minifloat ? greatest_minifloat : static_cast<Minifloat>(code);
}

// `code` is not `no_value`.
inline double from_minifloat(Minifloat code) {
  if (code == 0) return 0;
  return std::bit_cast<double>((code + minifloat::before_first) << minifloat::dropped_bits);
}

inline std::optional<double> value_of(Minifloat code) {
  return code == no_value ? std::nullopt : std::optional(from_minifloat(code));
}

}  // namespace core
