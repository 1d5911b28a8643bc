#include "docker/log_frames.hpp"

#include "support/catch.hpp"

using docker::LogFrames;
using docker::LogSource;

namespace {

std::string frame(int stream, const std::string& text) {
  std::string header(8, '\0');
  header[0] = static_cast<char>(stream);
  header[6] = static_cast<char>(text.size() >> 8);
  header[7] = static_cast<char>(text.size() & 0xff);
  return header + text;
}

struct Read {
  std::string out, error;
};

Read read_in_pieces(const std::string& bytes, std::size_t size) {
  LogFrames frames(false);
  Read read;
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    for (const auto& chunk : frames.feed(std::string_view(bytes).substr(at, size))) {
      (chunk.source == LogSource::out ? read.out : read.error) += chunk.text;
    }
  }
  CHECK_FALSE(frames.broken());
  CHECK_FALSE(frames.inside());
  return read;
}

}  // namespace

TEST_CASE("frames are read wherever the pieces were cut") {
  const std::string long_text(700, 'x');
  const auto bytes = frame(1, "hello\n") + frame(2, "") + frame(2, "oops\n") + frame(1, long_text);
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    const auto read = read_in_pieces(bytes, size);
    CHECK(read.out == "hello\n" + long_text);
    CHECK(read.error == "oops\n");
  }
}

TEST_CASE("a container with a terminal has no frames") {
  LogFrames frames(true);
  const auto chunks = frames.feed(frame(1, "raw"));
  REQUIRE(chunks.size() == 1);
  CHECK(chunks[0].text == frame(1, "raw"));
}

TEST_CASE("an end inside a frame is told from an end between two") {
  LogFrames frames(false);
  frames.feed(frame(1, "hello").substr(0, 10));
  CHECK(frames.inside());
  frames.feed("llo");
  CHECK_FALSE(frames.inside());
}

TEST_CASE("what is not framed is noticed") {
  LogFrames frames(false);
  CHECK(frames.feed("plain text of a terminal").empty());
  CHECK(frames.broken());
}
