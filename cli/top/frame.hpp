// One picture of `evenkeel top`. Pure.
#pragma once

#include "cli/top/canvas.hpp"
#include "cli/top/state.hpp"

#include <string>
#include <vector>

namespace cli {

struct Frame {
  std::vector<std::string> lines;  // as many as the canvas is high, each at most as wide
  std::size_t rows = 0;            // how many services there is room for
  // The names of the services whose sparklines are seen.
  std::vector<std::string> traced;
};

Frame frame_of(const TopState& state, const Canvas& canvas);

// Draws it over what was there, with no line wrapped and nothing scrolled.
std::string drawing_of(const Frame& frame);

}  // namespace cli
