#include "cli/gauge.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace cli {
namespace {

constexpr std::array<const char*, 8> eighths = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr std::array<const char*, 8> levels = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<const char*, 8> ascii_levels = {"_", ".", "-", "~", "=", "+", "*", "#"};

std::string repeated(const char* what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

// How many of `units` are filled.
std::size_t filled(double fraction, std::size_t units) {
  if (!(fraction > 0) || units == 0) return 0;
  if (fraction >= 1) return units;
  const auto exact = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(units)));
  return std::clamp<std::size_t>(exact, 1, std::max<std::size_t>(units - 1, 1));
}

std::size_t level_of(double value, const Scale& scale) {
  const auto span = scale.high - scale.low;
  const auto share = span > 0 ? (value - scale.low) / span : 0;
  const auto level = std::floor(std::clamp(share, 0.0, 1.0) * static_cast<double>(levels.size()));
  return std::min(static_cast<std::size_t>(level), levels.size() - 1);
}

std::string written(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

}  // namespace

Glyphs glyphs_of(const std::string& lc_all, const std::string& lc_ctype, const std::string& lang) {
  const auto& said = !lc_all.empty() ? lc_all : !lc_ctype.empty() ? lc_ctype : lang;
  const auto name = core::lowercase(said);
  const bool utf8 = core::contains(name, "utf-8") || core::contains(name, "utf8");
  return utf8 ? Glyphs::blocks : Glyphs::ascii;
}

std::string bar(double fraction, std::size_t columns, Glyphs glyphs) {
  if (glyphs == Glyphs::ascii) {
    const auto full = filled(fraction, columns);
    return std::string(full, '#') + std::string(columns - full, ' ');
  }
  const auto parts = filled(fraction, columns * eighths.size());
  const auto full = parts / eighths.size(), rest = parts % eighths.size();
  auto out = repeated("█", full);
  if (full < columns) out += eighths[rest] + std::string(columns - full - 1, ' ');
  return out;
}

Scale scale_from_zero(const Trace& values, double least) {
  Scale scale{0, least};
  for (const auto& value : values) scale.high = std::max(scale.high, value.value_or(0));
  return scale;
}

Scale scale_around(const Trace& values) {
  constexpr double share_min = 0.2;
  std::optional<Scale> seen;
  for (const auto& value : values) {
    if (!value) continue;
    if (!seen) seen = Scale{*value, *value};
    seen = Scale{std::min(seen->low, *value), std::max(seen->high, *value)};
  }
  if (!seen || seen->high <= 0) return {};
  const auto span = share_min * seen->high;
  if (seen->high - seen->low >= span) return *seen;
  // In the middle of a level: on the border of two, what is steady would go up and down.
  const auto low = (seen->low + seen->high) / 2 - span * 7 / 16;
  return {low, low + span};
}

std::string sparkline(const Trace& values, const Scale& scale, Glyphs glyphs) {
  const auto& signs = glyphs == Glyphs::ascii ? ascii_levels : levels;
  std::string out;
  for (const auto& value : values) out += value ? signs[level_of(*value, scale)] : " ";
  return out;
}

std::string short_size(long long bytes) {
  static constexpr std::array units = {'B', 'K', 'M', 'G', 'T', 'P', 'E'};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1024;
  return written(value, unit > 0 && value < 9.95 ? 1 : 0) + units[unit];
}

std::string short_percent(double percent) { return written(percent, percent < 99.95 ? 1 : 0); }

}  // namespace cli
