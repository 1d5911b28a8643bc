#include "monitor/checks/shown_text.hpp"

#include "core/utf8.hpp"
#include "support/catch.hpp"

#include <cerrno>

TEST_CASE("of what others wrote one short line is shown, without what moves a terminal") {
  CHECK(monitor::shown("plain") == "plain");
  CHECK(monitor::shown("first\r\nsecond") == "first");
  CHECK(monitor::shown("\x1B[31mred") == "?[31mred");
  CHECK(monitor::shown(std::string("\0\x07z", 3)) == "??z");
  CHECK(monitor::shown("caf\xC3\xA9") == "caf\xC3\xA9");
  CHECK(monitor::shown("caf\xE9") == "caf?");
  CHECK(monitor::in_quotes("a\nb") == "\"a\"");
}

TEST_CASE("a long line is cut between characters") {
  for (std::size_t length = 1; length < 12; ++length) {
    const auto cut = monitor::shown("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xC3\xA9z", length);
    CAPTURE(length);
    CHECK(core::is_utf8(cut));
    CHECK(cut.find('?') == std::string::npos);
    CHECK(cut.size() <= length + 3);
  }
  CHECK(monitor::shown("abcdef", 3) == "abc...");
  CHECK(monitor::shown("abcdef", 6) == "abcdef");
}

TEST_CASE("the last line is the last that says anything") {
  CHECK(monitor::last_line("") == "");
  CHECK(monitor::last_line("\n \n") == "");
  CHECK(monitor::last_line("one") == "one");
  CHECK(monitor::last_line("one\ntwo\n\n  \n") == "two");
  CHECK(monitor::last_line("one\r\n  two  \r\n") == "two");
}

TEST_CASE("an errno is the end of a sentence") {
  CHECK(monitor::error_words(ECONNREFUSED) == "connection refused");
}
