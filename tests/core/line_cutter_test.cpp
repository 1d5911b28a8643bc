#include "core/line_cutter.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

namespace {

struct CutLines {
  explicit CutLines(std::size_t max) : cutter(max) {}
  core::LineCutter::Sink sink() {
    return [this](std::string_view line) { lines.emplace_back(line); };
  }
  void feed(std::string_view piece) { cutter.feed(piece, sink()); }

  core::LineCutter cutter;
  std::vector<std::string> lines;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines are the same wherever the stream was cut into pieces") {
  const std::string stream = "one\n\ntwo\r\n\rthree\nfour";
  for (std::size_t size = 1; size <= stream.size(); ++size) {
    CutLines cut(100);
    for (std::size_t at = 0; at < stream.size(); at += size)
      cut.feed(std::string_view(stream).substr(at, size));
    CHECK(cut.lines == Lines{"one", "", "two", "\rthree"});
    cut.cutter.end(cut.sink());
    CHECK(cut.lines.back() == "four");
  }
}

TEST_CASE("of a line that is too long the head counts, once, and the next line is whole") {
  for (const std::size_t size : {1, 3, 7, 100}) {
    CutLines cut(8);
    const std::string stream = "0123456789abcdef0123456789\n12345678\nnext\n";
    for (std::size_t at = 0; at < stream.size(); at += size)
      cut.feed(std::string_view(stream).substr(at, size));
    CHECK(cut.lines == Lines{"01234567", "12345678", "next"});
  }
}

TEST_CASE("a line without an end takes no more memory than the limit") {
  CutLines cut(8);
  for (int i = 0; i < 1000; ++i) cut.feed("endless ");
  CHECK(cut.lines == Lines{"endless "});
  cut.cutter.end(cut.sink());
  CHECK(cut.lines.size() == 1);
}

TEST_CASE("the rest of a line that is to be skipped is no line") {
  CutLines cut(100);
  cut.feed("begin of ");
  cut.cutter.skip_line();
  cut.feed("the rest\nnext\n");
  CHECK(cut.lines == Lines{"next"});
  cut.feed("half");
  cut.cutter.clear();
  cut.feed("whole\n");
  CHECK(cut.lines.back() == "whole");
}

TEST_CASE("lines of which only the head was handed out are counted, as soon as that is") {
  core::LineCutter cutter(8);
  std::vector<std::uint64_t> seen;
  const core::LineCutter::Sink sink = [&](std::string_view) { seen.push_back(cutter.cut_lines()); };
  cutter.feed("12345678\n012345678\nnext\nendless endless", sink);
  CHECK(seen == std::vector<std::uint64_t>{0, 1, 1, 2});
  cutter.feed(" endless\n", sink);
  cutter.end(sink);
  CHECK(cutter.cut_lines() == 2);
}
