#include "docker/log_frames.hpp"

#include <algorithm>

namespace docker {
namespace {

constexpr std::size_t header_bytes = 8;

std::size_t length_in(const std::string& header) {
  std::size_t length = 0;
  for (std::size_t i = 4; i < header_bytes; ++i)
    length = (length << 8) | static_cast<unsigned char>(header[i]);
  return length;
}

}  // namespace

// True when a header is complete.
bool LogFrames::take_header(std::string_view& piece) {
  const auto wanted = std::min(header_bytes - header_.size(), piece.size());
  header_.append(piece.substr(0, wanted));
  piece.remove_prefix(wanted);
  if (header_.size() < header_bytes) return false;
  const auto stream = static_cast<unsigned char>(header_[0]);
  broken_ = stream > 2 || header_.substr(1, 3) != std::string(3, '\0');
  source_ = stream == 2 ? LogSource::error : LogSource::out;
  left_ = length_in(header_);
  header_.clear();
  return true;
}

std::vector<LogChunk> LogFrames::feed(std::string_view piece) {
  if (tty_)
    return piece.empty() ? std::vector<LogChunk>()
                         : std::vector<LogChunk>{{LogSource::out, std::string(piece)}};
  std::vector<LogChunk> chunks;
  while (!piece.empty() && !broken_) {
    if (left_ == 0 && !take_header(piece)) break;
    const auto size = std::min(left_, piece.size());
    if (size == 0 || broken_) continue;
    chunks.push_back({source_, std::string(piece.substr(0, size))});
    piece.remove_prefix(size);
    left_ -= size;
  }
  return chunks;
}

}  // namespace docker
