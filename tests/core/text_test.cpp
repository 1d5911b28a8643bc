#include "core/text.hpp"

#include "support/catch.hpp"

TEST_CASE("splitting keeps empty parts, and joining undoes it") {
  CHECK(core::split("a,,b,", ',') == std::vector<std::string>{"a", "", "b", ""});
  CHECK(core::split("", ',') == std::vector<std::string>{""});
  CHECK(core::join(core::split("a,,b,", ','), ",") == "a,,b,");
  CHECK(core::join({}, ", ").empty());
}

TEST_CASE("trimming takes white space off both ends only") {
  CHECK(core::trim(" \t a b \r\n") == "a b");
  CHECK(core::trim(" \n").empty());
}

TEST_CASE("lower case changes ASCII letters and leaves UTF-8 alone") {
  CHECK(core::lowercase("ÄBC-Z9") == "Äbc-z9");
}

TEST_CASE("replacing never looks at what it has put in") {
  CHECK(core::replace_all("aaa", "a", "aa") == "aaaaaa");
  CHECK(core::replace_all("x$$y", "$$", "$") == "x$y");
  CHECK(core::replace_all("abc", "", "x") == "abc");
}

TEST_CASE("a glob is matched against the whole name") {
  CHECK(core::glob_match("*", ""));
  CHECK(core::glob_match("shop", "shop"));
  CHECK(core::glob_match("recovery.*", "recovery.completed"));
  CHECK(core::glob_match("a*b*c", "axxbyybzzc"));
  CHECK(core::glob_match("web-?", "web-1"));
  CHECK_FALSE(core::glob_match("web-?", "web-"));
  CHECK_FALSE(core::glob_match("shop", "shop2"));
  CHECK_FALSE(core::glob_match("a*b", "ac"));
  CHECK_FALSE(core::glob_match("", "a"));
}

TEST_CASE("a glob of many stars does not take for ever") {
  const std::string text(5000, 'a');
  CHECK_FALSE(core::glob_match("*a*a*a*a*a*a*a*a*b", text));
}

TEST_CASE("the nearest name is the one that a slip of the finger explains") {
  const std::vector<std::string> keys{"attempts", "attempt_timeout", "grace", "budget", "mode"};
  CHECK(core::nearest("attemps", keys) == "attempts");
  CHECK(core::nearest("Grace", keys) == "grace");
  CHECK(core::nearest("grcae", keys) == "grace");
  CHECK(core::nearest("mdoe", keys) == "mode");
  CHECK(core::nearest("frequency", keys).empty());
  CHECK(core::nearest("x", {"y"}).empty());
}

TEST_CASE("url encoding leaves only unreserved characters as they are") {
  CHECK(core::url_encode("a-b_c.d~9") == "a-b_c.d~9");
  CHECK(core::url_encode("{\"a b\":[\"ü\"]}") == "%7B%22a%20b%22%3A%5B%22%C3%BC%22%5D%7D");
}

TEST_CASE("a number is written as people write it") {
  CHECK(core::number_text(90) == "90");
  CHECK(core::number_text(97.5) == "97.5");
  CHECK(core::number_text(0.1) == "0.1");
}

TEST_CASE("a decimal number is digits and a point, and nothing else") {
  CHECK(core::decimal_number("90") == 90);
  CHECK(core::decimal_number("97.5") == 97.5);
  CHECK(core::decimal_number(".5") == 0.5);
  for (const char* text :
       {"", ".", "1.", "1.2.3", "-1", "+1", "1e3", "inf", "nan", "0x1", " 1", "1 "})
    CHECK_FALSE(core::decimal_number(text));
}
