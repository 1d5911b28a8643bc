#include "cli/top/canvas.hpp"

#include "cli/character_width.hpp"

namespace cli {

std::string shown(std::string_view text, Glyphs glyphs) {
  auto safe = printable(text);
  if (glyphs == Glyphs::blocks) return safe;
  std::string out;
  for (std::string_view rest = safe; !rest.empty();) {
    const auto character = take_character(rest);
    if (character < 0x80)
      out += static_cast<char>(character);
    else if (columns_of(character) > 0)
      out += '?';
  }
  return out;
}

std::string fitted(std::string_view text, std::size_t columns, Align align, Glyphs glyphs) {
  const auto mark = glyphs == Glyphs::blocks ? "…" : "~";
  auto kept = cut(shown(text, glyphs), columns, mark);
  const std::string blanks(columns - columns_of(kept), ' ');
  return align == Align::left ? kept + blanks : blanks + kept;
}

std::string line_of(std::string_view text, Tone tone, const Canvas& canvas) {
  const auto mark = canvas.glyphs == Glyphs::blocks ? "…" : "~";
  return painted(cut(shown(text, canvas.glyphs), canvas.width, mark), tone, canvas.color);
}

Tone tone_of_share(double fraction) {
  if (fraction >= 0.9) return Tone::bad;
  return fraction >= 0.75 ? Tone::busy : Tone::good;
}

}  // namespace cli
