#include "notify/render/line_text.hpp"

#include "support/catch.hpp"

using notify::clean_line;
using notify::cut_text;

TEST_CASE("a clean line has no control characters, line ends or turned writing") {
  CHECK(clean_line("plain") == "plain");
  CHECK(clean_line("") == "");
  CHECK(clean_line("two\r\n\tlines") == "two lines");
  CHECK(clean_line("two \n lines") == "two  lines");
  CHECK(clean_line("\n begins and ends \n") == " begins and ends ");
  CHECK(clean_line("a\x1b[31mred\x7f") == "a [31mred");
  CHECK(clean_line("a\xC2\x85"
                   "b\xE2\x80\xA8"
                   "c") == "a b c");
  CHECK(clean_line("x\xE2\x80\xAEy\xE2\x81\xA6z") == "xyz");
  CHECK(clean_line("שלום") == "שלום");
}

TEST_CASE("what is no UTF-8 is shown as that") {
  CHECK(clean_line("a\xFF"
                   "b") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(clean_line("cut \xE2\x80") == "cut \xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a text that is too long is cut between two characters") {
  CHECK(cut_text("abcdef", 6) == "abcdef");
  CHECK(cut_text("abcdefg", 6) == "abc…");
  CHECK(cut_text("ab cdefg", 6) == "ab…");
  CHECK(cut_text("äöüß", 7) == "äö…");
  CHECK(cut_text("äöüß", 6) == "ä…");
  CHECK(cut_text("abcdefg", 3) == "…");
  CHECK(cut_text("abcdefg", 2) == "");
}
