// The lines that are written to a file from now on, whatever is done to the file.
#pragma once

#include "core/line_cutter.hpp"
#include "core/result.hpp"
#include "monitor/checks/plain_file.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace monitor {

inline constexpr std::size_t log_line_bytes_max = std::size_t{64} << 10;

struct TailRead {
  bool began = false;         // nothing is known of before: the next lines count
  std::uint64_t bytes = 0;    // that were read
  std::uint64_t skipped = 0;  // that came too fast to be read
  std::uint64_t cut = 0;      // lines that were longer than log_line_bytes_max
};

// Begins at the end of the file; one that comes into being later is read from its begin. Knows a
// file that was moved away (its rest is read first), that was cut (copytruncate) even if it has
// grown beyond its former size, and that was away for a time. The file stays open between two
// reads. One thread at a time, which may hang with the disk.
class FileTail {
 public:
  explicit FileTail(std::string path) : path_(std::move(path)), cutter_(log_line_bytes_max) {}

  // At most `bytes_max`, of more the newest; less where `enough` (asked between pieces) says so:
  // the rest comes next time. Errors: those of PlainFile; what was read before counts nevertheless.
  core::Result<TailRead> read(std::size_t bytes_max, const core::LineCutter::Sink& line,
                              const std::function<bool()>& enough);

 private:
  // Where reading goes on, and what is written before it, which tells a file from another.
  struct Place {
    std::uint64_t at = 0;
    std::string before;
  };
  struct Gone {
    PlainFile::Identity identity;
    Place place;
  };

  core::Result<TailRead> read_lines(std::size_t bytes_max, const core::LineCutter::Sink& line,
                                    const std::function<bool()>& enough);
  core::Status begin(PlainFile file, TailRead& done);
  void leave(TailRead& done, std::size_t bytes_max, const core::LineCutter::Sink& line,
             const std::function<bool()>& enough);
  void take_up(PlainFile file);
  core::Status read_on(TailRead& done, std::size_t bytes_max, const core::LineCutter::Sink& line,
                       const std::function<bool()>& enough);
  core::Status remember();
  static bool is_at(const PlainFile& file, const Place& place);

  std::string path_;
  core::LineCutter cutter_;
  bool first_ = true;
  std::optional<PlainFile> file_;
  Place place_;
  std::optional<Gone> gone_;
};

}  // namespace monitor
