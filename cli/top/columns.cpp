#include "cli/top/columns.hpp"

#include <algorithm>
#include <array>

namespace cli {
namespace {

constexpr std::size_t name_min = 7, name_enough = 20, name_max = 60;
constexpr std::size_t phase_min = 5, phase_max = 18, number = 5, restarts = 8;
constexpr std::size_t bar_min = 6, bar_max = 16, trail_min = 8, trail_max = 20;

// What goes first when there is no room stands last.
constexpr std::array by_importance = {
    TopColumn::name,     TopColumn::cpu,         TopColumn::memory,    TopColumn::phase,
    TopColumn::restarts, TopColumn::cpu_bar,     TopColumn::cpu_trail, TopColumn::memory_bar,
    TopColumn::limit,    TopColumn::memory_trail};

struct Need {
  std::size_t least = 0, most = 0;
};

Need need_of(TopColumn column, std::size_t name_width, std::size_t phase_width) {
  switch (column) {
    case TopColumn::name: return {name_min, std::clamp(name_width, name_min, name_max)};
    case TopColumn::phase: {
      const auto width = std::clamp(phase_width, phase_min, phase_max);
      return {width, width};
    }
    case TopColumn::cpu:
    case TopColumn::memory:
    case TopColumn::limit: return {number, number};
    case TopColumn::restarts: return {restarts, restarts};
    case TopColumn::cpu_bar:
    case TopColumn::memory_bar: return {bar_min, bar_max};
    case TopColumn::cpu_trail:
    case TopColumn::memory_trail: return {trail_min, trail_max};
  }
  return {};
}

struct Wanted {
  PlacedColumn placed;
  std::size_t most = 0;
};

// The first of `by_importance` that fit; those after memory only where names can be told apart.
std::vector<Wanted> choose(std::size_t width, std::size_t name_width, std::size_t phase_width) {
  std::vector<Wanted> out;
  const auto readable_name = std::min(std::max(name_width, name_min), name_enough);
  std::size_t used = 0;
  for (const auto column : by_importance) {
    const auto need = need_of(column, name_width, phase_width);
    const bool is_bare = out.size() < 3;
    const auto name_more = is_bare ? 0 : readable_name - name_min;
    const auto gap = out.empty() ? std::size_t{0} : std::size_t{1};
    if (used + gap + need.least + name_more > width) break;
    used += gap + need.least;
    out.push_back({{column, need.least}, need.most});
  }
  return out;
}

// Names first; then bars and trails take turns.
void grow(std::vector<Wanted>& columns, std::size_t room) {
  auto& name = columns.front();
  const auto more = std::min(room, name.most - std::min(name.most, name.placed.width));
  name.placed.width += more;
  room -= more;
  for (bool grown = true; grown && room > 0;) {
    grown = false;
    for (auto& column : columns) {
      if (room == 0 || column.placed.width >= column.most) continue;
      ++column.placed.width;
      --room;
      grown = true;
    }
  }
}

}  // namespace

std::vector<PlacedColumn> lay_out(std::size_t width, std::size_t name_width,
                                  std::size_t phase_width) {
  auto chosen = choose(width, name_width, phase_width);
  if (chosen.empty()) return {{TopColumn::name, width}};
  std::size_t used = chosen.size() - 1;
  for (const auto& column : chosen) used += column.placed.width;
  grow(chosen, width - used);
  std::vector<PlacedColumn> out;
  out.reserve(chosen.size());
  for (const auto& column : chosen) out.push_back(column.placed);
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.column < b.column; });
  return out;
}

bool has_column(const std::vector<PlacedColumn>& columns, TopColumn wanted) {
  return std::any_of(columns.begin(), columns.end(),
                     [wanted](const auto& each) { return each.column == wanted; });
}

}  // namespace cli
