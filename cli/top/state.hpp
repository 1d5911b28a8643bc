// What `evenkeel top` knows and shows. Pure.
#pragma once

#include "cli/top/row.hpp"
#include "cli/top/trail.hpp"
#include "core/clock.hpp"

#include <string>
#include <vector>

namespace cli {

struct TopLook {
  HostText host;
  std::vector<TopRow> rows;
};

struct TopState {
  std::string subject;  // what is shown, "" = all
  HostText host;
  std::vector<TopRow> rows;  // as they are sorted
  TopHistory history;
  TopSort sort = TopSort::cpu;
  std::size_t offset = 0;  // the first row that is seen
  core::WallTime seen_at;  // of the last look that was answered
  std::string trouble;     // why there is no answer now; "" = there is
};

void take(TopState& state, TopLook look, core::Instant at);
void sort_by(TopState& state, TopSort sort);
// `room`: how many rows are seen at once. The last row does not leave the bottom.
void scroll_to(TopState& state, long long offset, std::size_t room);

}  // namespace cli
