#include "core/line_cutter.hpp"

namespace core {
namespace {

void hand_out(std::string_view line, const LineCutter::Sink& sink) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  sink(line);
}

}  // namespace

void LineCutter::feed(std::string_view piece, const Sink& line) {
  while (!piece.empty()) {
    const auto end = piece.find('\n');
    const auto part = piece.substr(0, end);
    const bool whole = end != std::string_view::npos;
    if (!skipping_ && rest_.size() + part.size() > line_bytes_max_) {
      rest_.append(part.substr(0, line_bytes_max_ - rest_.size()));
      ++cut_lines_;
      this->end(line);
      skipping_ = true;
    } else if (!skipping_ && whole && rest_.empty()) {
      hand_out(part, line);
    } else if (!skipping_) {
      rest_.append(part);
      if (whole) hand_out(rest_, line);
      if (whole) rest_.clear();
    }
    if (!whole) return;
    skipping_ = false;
    piece.remove_prefix(end + 1);
  }
}

void LineCutter::end(const Sink& line) {
  if (!rest_.empty()) hand_out(rest_, line);
  clear();
}

void LineCutter::skip_line() {
  clear();
  skipping_ = true;
}

void LineCutter::clear() {
  rest_.clear();
  skipping_ = false;
}

}  // namespace core
