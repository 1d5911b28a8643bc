#include "agent/log_pieces.hpp"

#include "support/catch.hpp"

#include <algorithm>

using agent::LogPieces;

namespace {

using Pieces = std::deque<std::string>;

std::size_t longest(const Pieces& pieces) {
  std::size_t bytes = 0;
  for (const auto& piece : pieces) bytes = std::max(bytes, piece.size());
  return bytes;
}

}  // namespace

TEST_CASE("lines come out whole, each with its container's name, wherever they were cut") {
  LogPieces log("web | ");
  CHECK(log.feed("on").empty());
  CHECK(log.feed("e\ntwo\r\n\nthr") == Pieces{"web | one\nweb | two\r\nweb | \n"});
  CHECK(log.feed("ee").empty());
  CHECK(log.end() == Pieces{"web | three\n"});
  CHECK(log.end().empty());
}

TEST_CASE("a log without line ends comes out in bounded pieces") {
  LogPieces log("");
  const std::string chunk(10 * 1000, '#');
  std::size_t bytes = 0, lines = 0;
  for (int i = 0; i < 1000; ++i) {
    for (const auto& piece : log.feed(chunk)) {
      CHECK(piece.size() <= LogPieces::piece_bytes_max);
      bytes += piece.size() - 1;
      ++lines;
    }
  }
  for (const auto& piece : log.end()) bytes += piece.size() - 1;
  CHECK(bytes == 10'000'000);
  CHECK(lines == 10'000'000 / LogPieces::line_bytes_max);
}

TEST_CASE("empty lines that a name makes long come out in bounded pieces") {
  LogPieces log(std::string(200, 'n') + " | ");
  const auto pieces = log.feed(std::string(64 * 1024, '\n'));
  CHECK(longest(pieces) <= LogPieces::piece_bytes_max);
  CHECK(pieces.size() > 100);
}

TEST_CASE("a line that is as long as a line may be has one end") {
  LogPieces log("");
  const std::string line(LogPieces::line_bytes_max, 'x');
  CHECK(log.feed(line).empty());
  CHECK(log.feed("\n") == Pieces{line + "\n"});
  CHECK(log.end().empty());
}

TEST_CASE("a line that is broken is not broken inside a character") {
  LogPieces log("");
  const std::string accents = "\xC3\xA9", line(LogPieces::line_bytes_max - 1, 'x');
  CHECK(log.feed(line + accents + "y\n") == Pieces{line + "\n" + accents + "y\n"});
}
