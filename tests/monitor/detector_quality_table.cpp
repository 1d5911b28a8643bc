#include "core/text.hpp"
#include "core/time_text.hpp"
#include "monitor/detector_quality.hpp"

#include <cmath>
#include <cstdio>
#include <istream>
#include <stdexcept>

namespace quality {
namespace {

using Cells = std::vector<std::string>;

bool is_rule(const std::string& cell) {
  return cell == "threshold" || cell == "adaptive" || cell == "forecast";
}

// The cells of the lines that begin with the name of a rule and have that many of them.
std::vector<Cells> lines_in(std::istream& document, std::size_t count) {
  std::vector<Cells> lines;
  std::string line;
  while (std::getline(document, line)) {
    if (!line.starts_with("| ")) continue;
    Cells cells;
    for (const auto& cell : core::split(line, '|')) cells.emplace_back(core::trim(cell));
    cells.erase(cells.begin());
    if (!cells.empty() && cells.back().empty()) cells.pop_back();
    if (cells.size() == count && is_rule(cells[0])) lines.push_back(std::move(cells));
  }
  return lines;
}

std::optional<core::Milliseconds> duration_in(const std::string& cell) {
  if (cell == "-") return std::nullopt;
  const auto duration = core::parse_duration(cell);
  if (!duration) throw std::runtime_error("no duration in the table: " + cell);
  return *duration;
}

std::string shown(const std::optional<core::Milliseconds>& duration) {
  return duration ? core::duration_text(*duration) : "-";
}

// Rounded down: a document that says 0.97 is not disappointed by 0.9667.
std::string shown(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", std::floor(share * 100 + 1e-9) / 100);
  return text;
}

std::string line_of(const Cells& cells) { return "| " + core::join(cells, " | ") + " |"; }

}  // namespace

std::vector<Row> rows_in(std::istream& document) {
  std::vector<Row> rows;
  for (const auto& cells : lines_in(document, 8)) {
    rows.push_back({cells[0], cells[1], std::stoi(cells[2]), std::stoi(cells[3]),
                    std::stoi(cells[4]), std::stoi(cells[5]), duration_in(cells[6]),
                    duration_in(cells[7])});
  }
  return rows;
}

std::vector<Total> totals_in(std::istream& document) {
  std::vector<Total> totals;
  for (const auto& cells : lines_in(document, 4))
    totals.push_back({cells[0], std::stoi(cells[1]), std::stod(cells[2]), std::stod(cells[3])});
  return totals;
}

std::string text_of(const Row& row) {
  return line_of({row.rule, row.shape, std::to_string(row.series), std::to_string(row.events),
                  std::to_string(row.found), std::to_string(row.wrong), shown(row.time),
                  shown(row.over)});
}

std::string text_of(const Total& total) {
  return line_of(
      {total.rule, std::to_string(total.events), shown(total.precision), shown(total.recall)});
}

}  // namespace quality
