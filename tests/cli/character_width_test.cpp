#include "cli/character_width.hpp"

#include "cli/table.hpp"
#include "support/catch.hpp"

using cli::columns_of;

TEST_CASE("what is wide takes two columns, a combining mark none") {
  struct Row {
    std::string text;
    std::size_t columns;
  };
  const std::vector<Row> rows = {
      {"", 0},     {"shop", 4},         {"größer", 6},   {"e\u0301", 1},    {"日本", 4},
      {"한국", 4}, {"🚀x", 3},           {"a\u200Bb", 2}, {"ｶﾅ", 2},         {"…█▁", 3},
      {"ＡＢ", 4}, {"\u0E01\u0E34", 1}, {"\uFE0F", 0},   {"\U0002F800", 2}, {"…", 1}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(columns_of(row.text) == row.columns);
  }
}

TEST_CASE("bytes that are no UTF-8 are one column each, and are shown as a replacement") {
  struct Row {
    std::string text;
    std::size_t columns;
    std::string shown;
  };
  const std::vector<Row> rows = {{"\xFF", 1, "�"},
                                 {"a\xC3", 2, "a�"},
                                 {"\xC3(", 2, "�("},
                                 {"\xC0\xAF", 2, "��"},            // a slash in a form too long
                                 {"\xED\xA0\x80", 3, "���"},       // half of a surrogate pair
                                 {"\xF4\x90\x80\x80", 4, "����"},  // beyond the last
                                 {"\xE6\x97", 2, "��"}};
  for (const auto& row : rows) {
    CAPTURE(row.shown);
    CHECK(columns_of(row.text) == row.columns);
    CHECK(cli::printable(row.text) == row.shown);
  }
}

TEST_CASE("neither control characters of eight bits nor marks of direction get through") {
  CHECK(cli::printable("a\u009B31mb") == "a 31mb");
  CHECK(cli::printable("\u202Egpj.exe\u2028x") == " gpj.exe x");
  CHECK(cli::printable("größer 日本") == "größer 日本");
}

TEST_CASE("a text is cut between its characters, at most as long as it may be") {
  CHECK(cli::cut("日本語", 6) == "日本語");
  CHECK(cli::cut("日本語", 5) == "日本…");
  CHECK(cli::cut("日本語", 4) == "日…");
  CHECK(cli::cut("日本語", 1) == "…");
  CHECK(cli::cut("日本語", 0).empty());
  CHECK(cli::cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
  CHECK(cli::cut("shop/web", 5, "~") == "shop~");
}
