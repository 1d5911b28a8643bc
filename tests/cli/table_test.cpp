#include "cli/table.hpp"

#include "support/catch.hpp"

using cli::Table;
using cli::Tone;

TEST_CASE("columns line up, and no line ends with blanks") {
  const Table table{{"NAME", "PHASE"}, {{"a", "converged"}, {"longer", "up"}}};
  CHECK(cli::table_text(table, {}) == "NAME    PHASE\na       converged\nlonger  up\n");
}

TEST_CASE("a column that is empty throughout is left out") {
  const Table table{{"NAME", "NOTE", "ID"}, {{"a", "", "1"}, {"b", "", ""}}};
  CHECK(cli::table_text(table, {}) == "NAME  ID\na     1\nb\n");
}

TEST_CASE("the last column is cut to the width of the terminal, in code points") {
  const Table table{{"NAME", "NOTE"}, {{"a", "größer als der Platz"}}};
  CHECK(cli::table_text(table, {false, 16}) == "NAME  NOTE\na     größer al…\n");
  CHECK(cli::table_text(table, {false, 14}) == "NAME  NOTE\na     größer …\n");
  CHECK(cli::table_text(table, {false, 0}).find("größer als der Platz\n") != std::string::npos);
}

TEST_CASE("columns that may go make room for the last one, in their order, and no more of them") {
  const Table table{{"NAME", "A", "B", "NOTE"},
                    {{"a", "12345678", "12345678", std::string(30, 'n')}},
                    {"B", "A", "MISSING"}};
  const auto head = [&](int width) {
    const auto text = cli::table_text(table, {false, width});
    return text.substr(0, text.find('\n'));
  };
  CHECK(head(0) == "NAME  A         B         NOTE");
  CHECK(head(46) == "NAME  A         B         NOTE");
  CHECK(head(45) == "NAME  A         NOTE");
  CHECK(head(35) == "NAME  NOTE");
  CHECK(head(10) == "NAME  NOTE");
}

TEST_CASE("no line is wider than the terminal, however narrow that is") {
  const Table table{{"NAME", "PHASE", "NOTE"}, {{"postgres", "converging", "waits for db"}}};
  CHECK(cli::table_text(table, {false, 21}) == "NAME      PHASE\npostgres  converging\n");
  CHECK(cli::table_text(table, {false, 12}) == "NAME      P…\npostgres  c…\n");
  CHECK(cli::table_text(table, {false, 5}) == "NAME\npost…\n");
}

TEST_CASE("what others said cannot steer the terminal") {
  const Table table{{"REASON"}, {{"red \x1b[31m\nnew line\x7f"}}};
  CHECK(cli::table_text(table, {true, 0}).find("red  [31m new line ") != std::string::npos);
}

TEST_CASE("color is outside of the padding and only where it is wanted") {
  const Table table{{"PHASE", "X"}, {{{"failed", Tone::bad}, "1"}}};
  CHECK(cli::table_text(table, {}).find('\x1b') == std::string::npos);
  CHECK(cli::table_text(table, {true, 0}).find("\x1b[31mfailed\x1b[0m  1\n") != std::string::npos);
}

TEST_CASE("an unknown phase looks busy, never well") {
  CHECK(cli::tone_of_phase("converged") == Tone::good);
  CHECK(cli::tone_of_phase("needs_operator") == Tone::bad);
  CHECK(cli::tone_of_phase("stopped") == Tone::faint);
  CHECK(cli::tone_of_phase("something_of_next_year") == Tone::busy);
}
