// What a frame is drawn on, and the ways to fill exactly so many columns of it. Pure.
#pragma once

#include "cli/gauge.hpp"
#include "cli/table.hpp"

#include <string>
#include <string_view>

namespace cli {

struct Canvas {
  std::size_t width = 80, height = 24;
  bool color = false;
  Glyphs glyphs = Glyphs::ascii;
};

enum class Align { left, right };

// What others said, made fit for this terminal: with Glyphs::ascii what is not ASCII is "?".
std::string shown(std::string_view text, Glyphs glyphs);

// Exactly `columns` columns: cut, or filled up with blanks.
std::string fitted(std::string_view text, std::size_t columns, Align align, Glyphs glyphs);

// A whole line: at most the width of the canvas, in one tone.
std::string line_of(std::string_view text, Tone tone, const Canvas& canvas);

// Good, busy from three quarters on, bad from nine tenths on.
Tone tone_of_share(double fraction);

}  // namespace cli
