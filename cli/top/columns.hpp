// Which columns of `evenkeel top` fit, and how wide they are. Pure.
#pragma once

#include <cstddef>
#include <vector>

namespace cli {

enum class TopColumn {
  name,
  phase,
  cpu,
  cpu_bar,
  cpu_trail,
  memory,
  limit,
  memory_bar,
  memory_trail,
  restarts
};

struct PlacedColumn {
  TopColumn column = TopColumn::name;
  std::size_t width = 0;
  bool operator==(const PlacedColumn&) const = default;
};

// From left to right, with one blank between them at most `width` together. A wider terminal has
// every column of a narrower one. Of the name as much as there is room for, of the longest name and
// phase that there are.
std::vector<PlacedColumn> lay_out(std::size_t width, std::size_t name_width,
                                  std::size_t phase_width);

bool has_column(const std::vector<PlacedColumn>& columns, TopColumn wanted);

}  // namespace cli
