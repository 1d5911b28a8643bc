#include "cli/top/state.hpp"

#include <algorithm>
#include <utility>

namespace cli {

void take(TopState& state, TopLook look, core::Instant at) {
  state.host = std::move(look.host);
  state.rows = std::move(look.rows);
  state.history.add(state.rows, at.mono);
  state.seen_at = at.wall;
  state.trouble.clear();
  sort_rows(state.rows, state.sort);
}

void sort_by(TopState& state, TopSort sort) {
  state.sort = sort;
  sort_rows(state.rows, sort);
}

void scroll_to(TopState& state, long long offset, std::size_t room) {
  const auto rows = static_cast<long long>(state.rows.size());
  const auto last = std::max(rows - static_cast<long long>(room), 0LL);
  state.offset = static_cast<std::size_t>(std::clamp(offset, 0LL, last));
}

}  // namespace cli
