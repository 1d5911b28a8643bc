// Cuts a stream into lines, wherever its pieces were cut, in bounded memory. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace core {

// Of a line longer than the limit its head is handed out, once; the rest of it is dropped.
class LineCutter {
 public:
  using Sink = std::function<void(std::string_view line)>;

  explicit LineCutter(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  // Hands out the lines that are complete now, without their ends ("\n" or "\r\n").
  void feed(std::string_view piece, const Sink& line);
  // Nothing follows: what has no end is a line, too.
  void end(const Sink& line);
  // What comes up to the next line end belongs to a line that nobody wants.
  void skip_line();
  void clear();  // as new
  // Lines of which only the head was handed out, since it was made. In the sink such a line counts
  // already.
  std::uint64_t cut_lines() const { return cut_lines_; }

 private:
  std::size_t line_bytes_max_;
  std::string rest_;  // the begin of a line
  bool skipping_ = false;
  std::uint64_t cut_lines_ = 0;
};

}  // namespace core
