#include "core/utf8.hpp"
#include "monitor/checks/probe.hpp"
#include "support/catch.hpp"

#include <string>

using namespace monitor;

TEST_CASE("a finding is one plain line, whatever was found") {
  struct Row {
    std::string bytes, text;
  };
  const Row row = GENERATE(values<Row>({
      {"answered 503", "answered 503"},
      {"", ""},
      {" two\r\nlines\n", "two lines"},
      {"tab\tand\x1b[31mcolor", "tab and [31mcolor"},
      {std::string("nul\0byte", 8), "nul byte"},
      {"caf\xc3\xa9", "caf\xc3\xa9"},
      {"broken \xff\xc3", "broken \xef\xbf\xbd\xef\xbf\xbd"},
      {"turned \xe2\x80\xae around", "turned \xef\xbf\xbd around"},
      {"one\xe2\x80\xa8two\xc2\x85three", "one two three"},
  }));
  CAPTURE(row.bytes);
  CHECK(failed(row.bytes).text == row.text);
}

TEST_CASE("a finding that is too long is cut between two characters, and shows it") {
  const auto exact = std::string(finding_bytes_max, 'x');
  CHECK(passed(exact).text == exact);
  const auto longer = passed(exact + "y").text;
  CHECK(longer.size() <= finding_bytes_max);
  CHECK(longer.ends_with("x\xe2\x80\xa6"));
  std::string wide;
  for (int i = 0; i < 1000; ++i) wide += "\xf0\x9f\x98\x80";
  const auto cut = unknown(wide).text;
  CHECK(cut.size() <= finding_bytes_max);
  CHECK(cut.size() > finding_bytes_max - 8);
  CHECK(core::is_utf8(cut));
  CHECK(passed(std::string(10'000'000, '\xff')).text.size() <= finding_bytes_max);
}

TEST_CASE("a finding knows its verdict") {
  CHECK(passed("a").verdict == Verdict::passed);
  CHECK(failed("a").verdict == Verdict::failed);
  CHECK(unknown("a").verdict == Verdict::unknown);
  CHECK(name_of(Verdict::passed) == "passed");
  CHECK(name_of(Verdict::failed) == "failed");
  CHECK(name_of(Verdict::unknown) == "unknown");
}
