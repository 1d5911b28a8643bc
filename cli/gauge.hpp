// Amounts in a few characters. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cli {

enum class Glyphs { ascii, blocks };

// Blocks where LC_ALL, else LC_CTYPE, else LANG names UTF-8, as POSIX has it.
Glyphs glyphs_of(const std::string& lc_all, const std::string& lc_ctype, const std::string& lang);

// Exactly `columns` columns, of which `fraction` (0 to 1; what is beyond is cut) is filled. What is
// more than nothing is seen, and what is not all does not look full.
std::string bar(double fraction, std::size_t columns, Glyphs glyphs);

struct Scale {
  double low = 0, high = 1;
  bool operator==(const Scale&) const = default;
};

using Trace = std::vector<std::optional<double>>;  // in the order of time

// From nothing to the largest, but at least to `least`: what idles is a flat line.
Scale scale_from_zero(const Trace& values, double least);
// Around what is there, at least a fifth of the largest wide: how a size changes is seen, and a
// steady one is a flat line.
Scale scale_around(const Trace& values);

// One column a value, a blank where there is none.
std::string sparkline(const Trace& values, const Scale& scale, Glyphs glyphs);

// At most 4 columns for what there is: "0B", "999B", "7.0M", "512M", "1.5G".
std::string short_size(long long bytes);
// Without the sign: "0.3", "99.9", "250".
std::string short_percent(double percent);

}  // namespace cli
