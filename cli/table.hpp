// Columns of text for a terminal or a pipe. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

enum class Tone { plain, good, busy, bad, faint };

struct Cell {
  std::string text;
  Tone tone = Tone::plain;

  Cell(std::string value) : text(std::move(value)) {}  // NOLINT: rows are written as lists of text
  Cell(const char* value) : text(value) {}             // NOLINT
  Cell(std::string value, Tone how) : text(std::move(value)), tone(how) {}
};

struct Table {
  std::vector<std::string> heads;
  std::vector<std::vector<Cell>> rows;        // each as long as `heads`
  std::vector<std::string> first_to_go = {};  // heads that are left out, in this order, where there
                                              // is no room
};

struct Surface {
  bool color = false;
  int width = 0;  // 0: as long as it takes
};

// A head line, then the rows, two blanks between columns, none at the end of a line; a column that
// is empty throughout is left out. Where it is too wide, columns of `first_to_go` are left out
// until at least 20 columns of the last one are seen; then that is cut, and where even that does
// not fit, what is at the right is.
std::string table_text(const Table& table, const Surface& surface);

// Characters that a terminal would obey become blanks: what a container or a caller said is data.
// Valid UTF-8.
std::string printable(std::string_view text);
// Of a terminal: none for a combining mark, two for what is wide.
std::size_t columns_of(std::string_view text);
// At most `columns`, with `mark`, which takes one, where something is missing.
std::string cut(std::string_view text, std::size_t columns, std::string_view mark = "…");
std::string painted(const std::string& text, Tone tone, bool color);

// How a phase, or the severity of an event, looks.
Tone tone_of_phase(std::string_view phase);
Tone tone_of_severity(std::string_view severity);

}  // namespace cli
