#include "cli/table.hpp"

#include "cli/character_width.hpp"

#include <algorithm>
#include <array>

namespace cli {
namespace {

constexpr std::size_t gap = 2, last_column_min = 8, last_column_wanted = 20;

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::good: return "\x1b[32m";
    case Tone::busy: return "\x1b[33m";
    case Tone::bad: return "\x1b[31m";
    case Tone::faint: return "\x1b[2m";
  }
  return "";
}

bool is_empty_column(const Table& table, std::size_t column) {
  return std::all_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return row[column].text.empty(); });
}

Table without_empty_columns(const Table& table) {
  Table out;
  out.rows.resize(table.rows.size());
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    if (!table.rows.empty() && is_empty_column(table, column)) continue;
    out.heads.push_back(table.heads[column]);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      auto cell = table.rows[row][column];
      cell.text = printable(cell.text);
      out.rows[row].push_back(std::move(cell));
    }
  }
  return out;
}

std::vector<std::size_t> widths_of(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    auto width = columns_of(table.heads[column]);
    for (const auto& row : table.rows) width = std::max(width, columns_of(row[column].text));
    widths.push_back(width);
  }
  return widths;
}

// Of all columns but the last, with their gaps.
std::size_t columns_before_last(const std::vector<std::size_t>& widths) {
  std::size_t before = 0;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) before += widths[i] + gap;
  return before;
}

bool has_room(const Table& table, int total) {
  const auto widths = widths_of(table);
  if (total <= 0 || widths.empty()) return true;
  const auto wanted = std::min(widths.back(), last_column_wanted);
  return columns_before_last(widths) + wanted <= static_cast<std::size_t>(total);
}

void leave_out(Table& table, const std::string& head) {
  const auto found = std::find(table.heads.begin(), table.heads.end(), head);
  if (found == table.heads.end()) return;
  const auto column = found - table.heads.begin();
  table.heads.erase(found);
  for (auto& row : table.rows) row.erase(row.begin() + column);
}

void limit_last(std::vector<std::size_t>& widths, int total) {
  if (total <= 0 || widths.empty()) return;
  const auto before = columns_before_last(widths);
  const auto room = static_cast<std::size_t>(total) > before + last_column_min
                        ? static_cast<std::size_t>(total) - before
                        : last_column_min;
  widths.back() = std::min(widths.back(), room);
  // What is narrower than even that gets what there is, from the left.
  auto left = static_cast<std::size_t>(total);
  for (auto& width : widths) {
    width = std::min(width, left);
    left -= std::min(left, width + gap);
  }
}

std::string line_of(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                    bool color) {
  std::string line;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) break;
    const auto text = cut(cells[i].text, widths[i]);
    if (!text.empty()) {
      line += std::string(missing, ' ') + painted(text, cells[i].tone, color);
      missing = 0;
    }
    missing += widths[i] - columns_of(text) + gap;
  }
  return line + "\n";
}

}  // namespace

std::string table_text(const Table& table, const Surface& surface) {
  auto shown = without_empty_columns(table);
  for (const auto& head : table.first_to_go) {
    if (has_room(shown, surface.width)) break;
    leave_out(shown, head);
  }
  auto widths = widths_of(shown);
  limit_last(widths, surface.width);
  std::vector<Cell> heads;
  for (const auto& head : shown.heads) heads.emplace_back(head, Tone::faint);
  auto out = line_of(heads, widths, surface.color);
  for (const auto& row : shown.rows) out += line_of(row, widths, surface.color);
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto before = text;
    const auto character = take_character(text);
    if (is_steering(character))
      out += ' ';
    else if (character == replacement_character)
      out += "\uFFFD";
    else
      out += before.substr(0, before.size() - text.size());
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) columns += columns_of(take_character(text));
  return columns;
}

std::string cut(std::string_view text, std::size_t columns, std::string_view mark) {
  if (columns_of(text) <= columns) return std::string(text);
  if (columns == 0) return "";
  auto rest = text;
  std::size_t taken = 0, bytes = 0;
  while (!rest.empty()) {
    taken += columns_of(take_character(rest));
    if (taken > columns - 1) break;
    bytes = text.size() - rest.size();
  }
  return std::string(text.substr(0, bytes)) + std::string(mark);
}

std::string painted(const std::string& text, Tone tone, bool color) {
  if (!color || tone == Tone::plain) return text;
  return std::string(escape_of(tone)) + text + "\x1b[0m";
}

Tone tone_of_phase(std::string_view phase) {
  static constexpr std::array good = {"converged", "running", "completed"};
  static constexpr std::array bad = {"degraded", "failed",         "unhealthy", "exited",
                                     "missing",  "needs_operator", "backoff",   "unknown"};
  static constexpr std::array quiet = {"stopped", "paused"};
  const auto is_in = [&](const auto& list) {
    return std::find(list.begin(), list.end(), phase) != list.end();
  };
  if (is_in(good)) return Tone::good;
  if (is_in(bad)) return Tone::bad;
  return is_in(quiet) ? Tone::faint : Tone::busy;
}

Tone tone_of_severity(std::string_view severity) {
  if (severity == "critical") return Tone::bad;
  return severity == "warning" ? Tone::busy : Tone::plain;
}

}  // namespace cli
