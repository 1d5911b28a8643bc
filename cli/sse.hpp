// Server-sent events (WHATWG HTML 9.2), as far as the agent's stream uses them. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace cli {

struct SseMessage {
  std::string id, type, data;  // several `data:` lines are joined by line breaks
  bool operator==(const SseMessage&) const = default;
};

// Takes the stream in pieces of any size. A line longer than `line_bytes_max` is dropped, with its
// message.
class SseReader {
 public:
  static constexpr std::size_t line_bytes_max = 4 * 1024 * 1024;

  explicit SseReader(std::function<void(const SseMessage&)> on_message);
  void read(std::string_view piece);
  // A message that was cut off by the end of its connection is forgotten.
  void restart();
  // Of the last whole message that had one; where a new connection goes on.
  const std::string& last_id() const { return last_id_; }

 private:
  void end_line();
  void end_message();
  void field(std::string_view name, std::string_view value);

  std::function<void(const SseMessage&)> on_message_;
  SseMessage message_;
  std::string line_, last_id_;
  bool has_data_ = false, after_return_ = false, dropped_ = false;
};

}  // namespace cli
