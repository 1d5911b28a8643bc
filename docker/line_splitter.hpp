// Cuts a stream into lines, wherever its pieces were cut. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace docker {

class LineSplitter {
 public:
  explicit LineSplitter(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  // The lines that are complete now, without their ends; empty ones are left out.
  std::vector<std::string> feed(std::string_view piece);
  // A line grew over the limit: what follows is worthless.
  bool overflowed() const { return rest_.size() > line_bytes_max_; }
  // What is left at the end of the stream.
  const std::string& rest() const { return rest_; }

 private:
  std::size_t line_bytes_max_;
  std::string rest_;
};

}  // namespace docker
