#include "agent/log_pieces.hpp"

#include "core/utf8.hpp"

#include <algorithm>

namespace agent {

std::deque<std::string> LogPieces::feed(std::string_view text) {
  std::deque<std::string> pieces;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == 0) {
      take_line(pieces);
      text.remove_prefix(1);
      continue;
    }
    if (line_.size() == line_bytes_max) {
      const auto rest = core::unfinished_character(line_);
      const auto begun = line_.substr(line_.size() - rest);
      line_.resize(line_.size() - rest);
      take_line(pieces);
      line_ = begun;
    }
    const auto size = std::min(std::min(end, text.size()), line_bytes_max - line_.size());
    line_.append(text.substr(0, size));
    text.remove_prefix(size);
  }
  return pieces;
}

std::deque<std::string> LogPieces::end() {
  std::deque<std::string> pieces;
  if (!line_.empty()) take_line(pieces);
  return pieces;
}

void LogPieces::take_line(std::deque<std::string>& pieces) {
  const auto size = prefix_.size() + line_.size() + 1;
  if (pieces.empty() || pieces.back().size() + size > piece_bytes_max) pieces.emplace_back();
  pieces.back().append(prefix_).append(line_) += '\n';
  line_.clear();
}

}  // namespace agent
