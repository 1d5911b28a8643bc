#include "cli/top/trail.hpp"

#include <algorithm>
#include <utility>

namespace cli {

void Trail::add(core::MonoTime at, std::optional<double> value) {
  if (cells_.empty()) {
    last_begin_ = at;
    cells_.emplace_back();
  }
  const auto passed = std::max<long long>((at - last_begin_) / cell_time, 0);
  last_begin_ += passed * cell_time;
  // More than are kept would only push each other out.
  const auto fresh = std::min<long long>(passed, cells_max);
  for (long long i = 0; i < fresh; ++i) cells_.emplace_back();
  while (cells_.size() > cells_max) cells_.pop_front();
  if (!value) return;
  cells_.back().sum += *value;
  ++cells_.back().count;
}

void Trail::prime(Trace remembered) {
  // The last cell is not over: what is remembered ends where it began, or a little before.
  const auto told_again = cells_.empty() ? 0 : cells_.size() - 1;
  remembered.resize(remembered.size() - std::min(told_again, remembered.size()));
  const auto kept = static_cast<std::ptrdiff_t>(std::min(remembered.size(), cells_max));
  remembered_.assign(remembered.end() - kept, remembered.end());
}

Trace Trail::newest(std::size_t cells) const {
  auto out = remembered_;
  for (const auto& cell : cells_) {
    const auto mean = cell.sum / static_cast<double>(std::max<std::size_t>(cell.count, 1));
    out.push_back(cell.count == 0 ? std::nullopt : std::optional(mean));
  }
  const auto wanted = static_cast<std::ptrdiff_t>(std::min(out.size(), cells));
  return {out.end() - wanted, out.end()};
}

Trace cells_of(const Trace& values, core::Milliseconds step) {
  if (step <= core::Milliseconds{0}) return values;
  Trace cells;
  // From the end: what is newest is to be at its place. More than these are never looked at, and a
  // step may be said to be of years.
  for (std::size_t i = 0; i < 2 * Trail::cells_max; ++i) {
    const auto ago = Trail::cell_time * static_cast<int>(i) + Trail::cell_time / 2;
    const auto back = static_cast<std::size_t>(ago / step);
    if (back >= values.size()) break;
    cells.push_back(values[values.size() - 1 - back]);
  }
  std::reverse(cells.begin(), cells.end());
  return cells;
}

void TopHistory::add(const std::vector<TopRow>& rows, core::MonoTime at) {
  std::map<std::string, Trails> kept;
  for (const auto& row : rows) {
    const auto name = row.name();
    auto& trails = kept[name];
    if (const auto known = trails_.find(name); known != trails_.end())
      trails = std::move(known->second);
    const auto& memory = row.usage.memory_bytes;
    trails.cpu.add(at, row.usage.cpu_percent);
    trails.memory.add(at, memory ? std::optional(static_cast<double>(*memory)) : std::nullopt);
  }
  trails_ = std::move(kept);
}

const Trails* TopHistory::of(const std::string& name) const {
  const auto found = trails_.find(name);
  return found == trails_.end() ? nullptr : &found->second;
}

bool TopHistory::needs_priming(const std::string& name) const {
  const auto* trails = of(name);
  return trails != nullptr && !trails->primed;
}

void TopHistory::prime(const std::string& name, Trace cpu, Trace memory) {
  const auto found = trails_.find(name);
  if (found == trails_.end()) return;
  found->second.cpu.prime(std::move(cpu));
  found->second.memory.prime(std::move(memory));
  found->second.primed = true;
}

}  // namespace cli
