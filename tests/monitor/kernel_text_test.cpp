#include "monitor/kernel_text.hpp"

#include "support/catch.hpp"

#include <string>

using namespace monitor;

TEST_CASE("a number counts only where all of the word is one") {
  CHECK(to_number("0") == 0);
  CHECK(to_number("18446744073709551615") == 18446744073709551615U);
  CHECK_FALSE(to_number("18446744073709551616"));
  CHECK_FALSE(to_number("99999999999999999999999"));
  for (const auto* word : {"", "-1", "+1", "1k", "max", " 1", "1.5"}) {
    INFO("'" << word << "'");
    CHECK_FALSE(to_number(word));
  }
}

TEST_CASE("a decimal has digits, and a fraction where there is a point") {
  CHECK(to_decimal("36.72") == Approx(36.72));
  CHECK(to_decimal("0.00") == Approx(0));
  CHECK(to_decimal("7") == Approx(7));
  CHECK(to_decimal("25772.") == Approx(25772));
  for (const auto* word : {"", ".", ".5", "1.x", "-1.0", "nan", "1.2.3"}) {
    INFO("'" << word << "'");
    CHECK_FALSE(to_decimal(word));
  }
}

TEST_CASE("a number at the very end was cut, and is none") {
  CHECK(single_number("725031604\n") == 725031604);
  CHECK_FALSE(single_number("725031"));
  CHECK_FALSE(single_number(""));
  CHECK_FALSE(single_number("\n"));
  CHECK(number_after("nr_periods 39\nnr_throttled 35\n", "nr_periods ") == 39);
  CHECK_FALSE(number_after("nr_periods 39\nnr_throttled 3", "nr_throttled "));
  CHECK_FALSE(number_after("nr_periods 39\n", "nr_throttled "));
}

TEST_CASE("only whole lines are handed out") {
  std::string_view text = "one two\n\nthr";
  std::string_view line;
  REQUIRE(next_line(text, line));
  CHECK(next_word(line) == "one");
  CHECK(next_word(line) == "two");
  CHECK(next_word(line).empty());
  REQUIRE(next_line(text, line));
  CHECK(line.empty());
  CHECK_FALSE(next_line(text, line));
}
