#include "docker/line_splitter.hpp"

namespace docker {

std::vector<std::string> LineSplitter::feed(std::string_view piece) {
  std::vector<std::string> lines;
  for (auto end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
    rest_.append(piece.substr(0, end));
    if (!rest_.empty() && rest_.back() == '\r') rest_.pop_back();
    if (!rest_.empty()) lines.push_back(std::move(rest_));
    rest_.clear();
    piece.remove_prefix(end + 1);
  }
  rest_.append(piece);
  return lines;
}

}  // namespace docker
