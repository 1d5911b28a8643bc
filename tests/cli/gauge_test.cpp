#include "cli/gauge.hpp"

#include "cli/table.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

using cli::Glyphs;
using cli::Scale;
using cli::Trace;

TEST_CASE("a bar is as long as it is told, and filled by eighths of a column") {
  struct Row {
    double fraction;
    std::size_t columns;
    std::string blocks, ascii;
  };
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Row> rows = {
      {0, 4, "    ", "    "},     {0.5, 4, "██  ", "##  "},   {0.25, 4, "█   ", "#   "},
      {0.53, 4, "██▏ ", "##  "},  {1, 4, "████", "####"},     {7, 4, "████", "####"},
      {-1, 4, "    ", "    "},    {nan, 4, "    ", "    "},   {0.5, 0, "", ""},
      {0.5, 1, "▌", "#"},         {0.001, 4, "▏   ", "#   "}, {0.999, 4, "███▉", "### "},
      {INFINITY, 3, "███", "###"}};
  for (const auto& row : rows) {
    CAPTURE(row.fraction, row.columns);
    CHECK(cli::bar(row.fraction, row.columns, Glyphs::blocks) == row.blocks);
    CHECK(cli::bar(row.fraction, row.columns, Glyphs::ascii) == row.ascii);
  }
}

TEST_CASE("a bar never shrinks when there is more") {
  for (const auto glyphs : {Glyphs::blocks, Glyphs::ascii}) {
    std::string before;
    for (int i = 0; i <= 1000; ++i) {
      const auto now = cli::bar(i / 1000.0, 7, glyphs);
      CHECK(cli::columns_of(now) == 7);
      const auto blanks = [](const std::string& bar) {
        return std::count(bar.begin(), bar.end(), ' ');
      };
      if (!before.empty()) CHECK(blanks(now) <= blanks(before));
      before = now;
    }
  }
}

TEST_CASE("a sparkline has a column for each value and a blank where there is none") {
  const Trace values = {0, {}, 50, 100, 200, -5};
  CHECK(cli::sparkline(values, {0, 100}, Glyphs::blocks) == "▁ ▅██▁");
  CHECK(cli::sparkline(values, {0, 100}, Glyphs::ascii) == "_ =##_");
  CHECK(cli::sparkline({}, {0, 100}, Glyphs::blocks).empty());
  CHECK(cli::sparkline({1, 2}, {3, 3}, Glyphs::ascii) == "__");
  CHECK(cli::sparkline({0, 1, 2, 3, 4, 5, 6, 7}, {0, 8}, Glyphs::blocks) == "▁▂▃▄▅▆▇█");
}

TEST_CASE("what idles and what is steady are flat lines, what grows is a ramp") {
  CHECK(cli::scale_from_zero({0.1, 0.3, {}}, 10) == Scale{0, 10});
  CHECK(cli::scale_from_zero({0.1, 250}, 10) == Scale{0, 250});
  CHECK(cli::scale_from_zero({}, 10) == Scale{0, 10});
  const auto steady = cli::scale_around({1000, 1001, {}, 1000});
  CHECK(cli::sparkline({1000, 1001, 1000}, steady, Glyphs::ascii) == "~~~");
  const Trace growing = {100, 125, 150, 175, 200};
  CHECK(cli::sparkline(growing, cli::scale_around(growing), Glyphs::blocks) == "▁▃▅▇█");
  CHECK(cli::scale_around({}) == Scale{});
  CHECK(cli::scale_around({0, 0}) == Scale{});
}

TEST_CASE("sizes take four columns, whatever they are") {
  struct Row {
    long long bytes;
    std::string text;
  };
  const std::vector<Row> rows = {{0, "0B"},
                                 {999, "999B"},
                                 {1000, "1.0K"},
                                 {7'340'032, "7.0M"},
                                 {10'433'400, "10M"},
                                 {536'870'912, "512M"},
                                 {1'048'051'711, "999M"},
                                 {1'048'051'712, "1.0G"},
                                 {1'610'612'736, "1.5G"},
                                 {std::numeric_limits<long long>::max(), "8.0E"}};
  for (const auto& row : rows) CHECK(cli::short_size(row.bytes) == row.text);
  for (long long bytes = 1; bytes < 4'000'000'000'000'000'000; bytes += 1 + bytes / 7)
    CHECK(cli::short_size(bytes).size() <= 4);
}

TEST_CASE("percentages are short too") {
  CHECK(cli::short_percent(0) == "0.0");
  CHECK(cli::short_percent(0.26) == "0.3");
  CHECK(cli::short_percent(99.94) == "99.9");
  CHECK(cli::short_percent(99.96) == "100");
  CHECK(cli::short_percent(1600.4) == "1600");
}

TEST_CASE("block characters are for locales of UTF-8, of which the most special counts") {
  CHECK(cli::glyphs_of("", "", "en_US.UTF-8") == Glyphs::blocks);
  CHECK(cli::glyphs_of("", "de_DE.utf8", "C") == Glyphs::blocks);
  CHECK(cli::glyphs_of("C", "de_DE.utf8", "en_US.UTF-8") == Glyphs::ascii);
  CHECK(cli::glyphs_of("", "", "en_US.ISO-8859-1") == Glyphs::ascii);
  CHECK(cli::glyphs_of("", "", "") == Glyphs::ascii);
}
