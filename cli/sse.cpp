#include "cli/sse.hpp"

#include <utility>

namespace cli {

SseReader::SseReader(std::function<void(const SseMessage&)> on_message)
    : on_message_(std::move(on_message)) {}

void SseReader::read(std::string_view piece) {
  for (const char c : piece) {
    const bool second_of_pair = std::exchange(after_return_, c == '\r') && c == '\n';
    if (second_of_pair) continue;
    if (c == '\n' || c == '\r') {
      end_line();
    } else if (line_.size() < line_bytes_max) {
      line_ += c;
    } else {
      dropped_ = true;
    }
  }
}

void SseReader::restart() {
  line_.clear();
  message_ = {};
  has_data_ = after_return_ = dropped_ = false;
}

void SseReader::end_line() {
  const auto line = std::exchange(line_, {});
  if (line.empty()) return end_message();
  const auto colon = line.find(':');
  if (colon == 0) return;  // a comment
  const auto name = std::string_view(line).substr(0, colon);
  auto value = colon == line.npos ? std::string_view{} : std::string_view(line).substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  field(name, value);
}

void SseReader::field(std::string_view name, std::string_view value) {
  if (name == "id") message_.id = value;
  if (name == "event") message_.type = value;
  if (name != "data") return;
  if (std::exchange(has_data_, true)) message_.data += '\n';
  message_.data += value;
}

void SseReader::end_message() {
  auto message = std::exchange(message_, {});
  const bool whole = std::exchange(has_data_, false) && !std::exchange(dropped_, false);
  if (!message.id.empty()) last_id_ = message.id;
  if (whole) on_message_(message);
}

}  // namespace cli
