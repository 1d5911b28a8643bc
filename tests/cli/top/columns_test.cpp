#include "cli/top/columns.hpp"

#include "support/catch.hpp"

#include <algorithm>

using cli::PlacedColumn;
using cli::TopColumn;

namespace {

std::size_t total(const std::vector<PlacedColumn>& columns) {
  std::size_t out = columns.size() - 1;
  for (const auto& column : columns) out += column.width;
  return out;
}

// In the order in which they stand: "name8 cpu5 memory5"
std::string text_of(const std::vector<PlacedColumn>& columns) {
  static const std::vector<std::string> names = {"name", "phase", "cpu",    "cpubar",   "cputrend",
                                                 "mem",  "limit", "membar", "memtrend", "restarts"};
  std::string out;
  for (const auto& each : columns)
    out += (out.empty() ? "" : " ") + names[static_cast<std::size_t>(each.column)] +
           std::to_string(each.width);
  return out;
}

}  // namespace

TEST_CASE("columns go one after the other, the most important last") {
  struct Row {
    std::size_t width;
    std::string columns;
  };
  const std::vector<Row> rows = {
      {0, "name0"},
      {5, "name5"},
      {12, "name12"},
      {14, "name8 cpu5"},
      {20, "name8 cpu5 mem5"},
      {28, "name16 cpu5 mem5"},
      {36, "name16 phase7 cpu5 mem5"},
      {50, "name16 phase7 cpu5 mem5 restarts8"},
      {60, "name16 phase7 cpu5 cpubar14 mem5 restarts8"},
      {62, "name16 phase7 cpu5 cpubar7 cputrend8 mem5 restarts8"},
      {80, "name16 phase7 cpu5 cpubar8 cputrend10 mem5 limit5 membar8 restarts8"},
      {100, "name16 phase7 cpu5 cpubar11 cputrend12 mem5 limit5 membar10 memtrend12 restarts8"},
      {500, "name16 phase7 cpu5 cpubar16 cputrend20 mem5 limit5 membar16 memtrend20 restarts8"}};
  for (const auto& row : rows) {
    CAPTURE(row.width);
    CHECK(text_of(cli::lay_out(row.width, 16, 7)) == row.columns);
  }
}

TEST_CASE("what stands fits, and a wider terminal has all that a narrower one has") {
  for (const std::size_t name : {0, 3, 16, 90}) {
    for (const std::size_t phase : {0, 7, 18, 40}) {
      std::vector<PlacedColumn> before;
      for (std::size_t width = 0; width < 300; ++width) {
        const auto columns = cli::lay_out(width, name, phase);
        CAPTURE(name, phase, width);
        REQUIRE_FALSE(columns.empty());
        CHECK(columns.front().column == TopColumn::name);
        CHECK(total(columns) <= width);
        CHECK(std::is_sorted(columns.begin(), columns.end(),
                             [](const auto& a, const auto& b) { return a.column < b.column; }));
        for (const auto& each : before) CHECK(cli::has_column(columns, each.column));
        before = columns;
      }
      CHECK(before.size() == 10);
    }
  }
}
