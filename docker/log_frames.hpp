// The framing of container logs (ENGINE.md 9). Whether there is any is decided by Config.Tty, never
// by a header. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

enum class LogSource { out, error };

struct LogChunk {
  LogSource source = LogSource::out;
  std::string text;  // not cut at line ends; with `timestamps`, the engine puts one before each
                     // line
  bool operator==(const LogChunk&) const = default;
};

// Frames may be cut anywhere between pieces. What has come of a frame is passed on at once.
class LogFrames {
 public:
  explicit LogFrames(bool tty) : tty_(tty) {}
  std::vector<LogChunk> feed(std::string_view piece);
  // A header that is none: the stream is of another kind than was said.
  bool broken() const { return broken_; }
  // In the middle of a frame: an end here is an end too early.
  bool inside() const { return !header_.empty() || left_ > 0; }

 private:
  bool take_header(std::string_view& piece);

  bool tty_;
  bool broken_ = false;
  std::string header_;
  LogSource source_ = LogSource::out;
  std::size_t left_ = 0;
};

}  // namespace docker
