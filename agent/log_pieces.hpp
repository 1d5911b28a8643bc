// The text of one container's log as the API hands it out: whole lines, each with the container's
// name where several are read, in bounded pieces wherever the engine cut them. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace agent {

class LogPieces {
 public:
  static constexpr std::size_t piece_bytes_max = std::size_t{64} << 10;
  // A longer line is broken, so that one that never ends (a progress bar) is seen, too.
  static constexpr std::size_t line_bytes_max = std::size_t{32} << 10;

  // `prefix` goes before each line; at most a few KiB.
  explicit LogPieces(std::string prefix) : prefix_(std::move(prefix)) {}

  // The pieces that are ready now: lines, each with its end.
  std::deque<std::string> feed(std::string_view text);
  // Nothing follows: what has no end is a line, too.
  std::deque<std::string> end();

 private:
  void take_line(std::deque<std::string>& pieces);

  std::string prefix_;
  std::string line_;  // the begin of one
};

}  // namespace agent
