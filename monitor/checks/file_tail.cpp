#include "monitor/checks/file_tail.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace monitor {
namespace {

constexpr std::size_t remembered_bytes = 64;
constexpr std::size_t piece_bytes = std::size_t{64} << 10;

}  // namespace

core::Result<TailRead> FileTail::read(std::size_t bytes_max, const core::LineCutter::Sink& line,
                                      const std::function<bool()>& enough) {
  const auto cut_before = cutter_.cut_lines();
  auto done = read_lines(bytes_max, line, enough);
  if (done) done->cut = cutter_.cut_lines() - cut_before;
  return done;
}

core::Result<TailRead> FileTail::read_lines(std::size_t bytes_max,
                                            const core::LineCutter::Sink& line,
                                            const std::function<bool()>& enough) {
  TailRead done;
  auto now = PlainFile::open(path_);
  if (std::exchange(first_, false) && now) {
    if (const auto begun = begin(std::move(*now), done); !begun) return begun.error();
    return done;
  }
  if (file_ && (!now || now->identity() != file_->identity())) leave(done, bytes_max, line, enough);
  if (!now) return now.error();
  if (!file_) take_up(std::move(*now));
  if (const auto read = read_on(done, bytes_max, line, enough); !read) return read.error();
  return done;
}

core::Status FileTail::begin(PlainFile file, TailRead& done) {
  const auto size = file.size();
  if (!size) return size.error();
  file_ = std::move(file);
  place_ = {*size, {}};
  done.began = true;
  if (const auto seen = remember(); !seen) return seen;
  if (!place_.before.empty() && place_.before.back() != '\n') cutter_.skip_line();
  return {};
}

// What was still written to a file after it was moved away or removed.
void FileTail::leave(TailRead& done, std::size_t bytes_max, const core::LineCutter::Sink& line,
                     const std::function<bool()>& enough) {
  // Its rest cannot be had where this fails, and that is no failure of the file that took its
  // place.
  (void)read_on(done, bytes_max, line, enough);
  const auto size = file_->size();
  if (size && *size > place_.at) done.skipped += *size - place_.at;
  cutter_.end(line);
  gone_ = Gone{file_->identity(), std::move(place_)};
  file_.reset();
  place_ = {};
}

// A file that came back is read on; any other one is new.
void FileTail::take_up(PlainFile file) {
  if (gone_ && gone_->identity == file.identity() && is_at(file, gone_->place))
    place_ = std::move(gone_->place);
  else
    place_ = {};
  gone_.reset();
  cutter_.clear();
  file_ = std::move(file);
}

core::Status FileTail::read_on(TailRead& done, std::size_t bytes_max,
                               const core::LineCutter::Sink& line,
                               const std::function<bool()>& enough) {
  const auto size = file_->size();
  if (!size) return size.error();
  if (!is_at(*file_, place_)) {
    place_ = {};
    cutter_.clear();
  }
  const auto budget = bytes_max - std::min<std::uint64_t>(bytes_max, done.bytes);
  if (*size - place_.at > budget) {
    done.skipped += *size - budget - place_.at;
    place_.at = *size - budget;
    cutter_.skip_line();
  }
  std::array<char, piece_bytes> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  while (place_.at < *size && !enough()) {
    const auto wanted = std::min<std::uint64_t>(buffer.size(), *size - place_.at);
    const auto count = file_->read_at(place_.at, std::span(buffer).first(wanted));
    if (!count) return count.error();
    if (*count == 0) break;
    cutter_.feed(std::string_view(buffer.data(), *count), line);
    place_.at += *count;
    done.bytes += *count;
  }
  return remember();
}

core::Status FileTail::remember() {
  std::array<char, remembered_bytes> buffer{};
  const auto length = std::min<std::uint64_t>(buffer.size(), place_.at);
  const auto count = file_->read_at(place_.at - length, std::span(buffer).first(length));
  if (!count) return count.error();
  place_.before.assign(buffer.data(), *count);
  return {};
}

// False where the file is shorter, or holds something else there: it was cut and written anew.
bool FileTail::is_at(const PlainFile& file, const Place& place) {
  const auto size = file.size();
  if (!size || *size < place.at) return false;
  std::array<char, remembered_bytes> buffer{};
  const auto length = place.before.size();
  const auto count = file.read_at(place.at - length, std::span(buffer).first(length));
  return count && std::string_view(buffer.data(), *count) == place.before;
}

}  // namespace monitor
