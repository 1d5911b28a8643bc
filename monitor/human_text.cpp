#include "monitor/human_text.hpp"

#include "core/utf8.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace monitor {
namespace {

std::string rounded(double value, const char* unit) {
  std::array<char, 48> text{};
  // Below ten the first decimal counts; a whole number does not show it.
  const bool decimal = value < 9.95 && std::abs(value - std::round(value)) >= 0.05;
  const int length =
      std::snprintf(text.data(), text.size(), decimal ? "%.1f %s" : "%.0f %s", value, unit);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string human_bytes(double bytes) {
  constexpr std::array<const char*, 6> units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  std::size_t unit = 0;
  for (; bytes >= 1024 && unit + 1 < units.size(); ++unit) bytes /= 1024;
  return rounded(bytes, units[unit]);
}

std::string plain_name(std::string name) {
  const bool utf8 = core::is_utf8(name);
  for (auto& c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || (!utf8 && byte >= 0x80)) c = '?';
  }
  return name;
}

std::string human_percent(double value) { return rounded(value, "%"); }

}  // namespace monitor
