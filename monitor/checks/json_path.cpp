#include "monitor/checks/json_path.hpp"

#include <charconv>
#include <utility>

namespace monitor {
namespace {

// Reads a path from left to right; what it does not understand stays where it is.
class JsonPathReader {
 public:
  explicit JsonPathReader(std::string_view text) : rest_(text) {}

  std::optional<JsonPath> read() {
    JsonPath path;
    bool after_name = take('$');
    while (!rest_.empty()) {
      if (path.steps.size() == json_steps_max) return std::nullopt;
      const bool read = rest_.front() == '[' ? bracket(path) : name(path, after_name);
      if (!read) return std::nullopt;
      after_name = true;
    }
    if (path.steps.empty() && !after_name) return std::nullopt;
    return path;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool name(JsonPath& path, bool dotted) {
    if (dotted && !take('.')) return false;
    const auto end = std::min(rest_.find_first_of(".[]\"'"), rest_.size());
    if (end == 0) return false;
    path.steps.emplace_back(std::string(rest_.substr(0, end)));
    rest_.remove_prefix(end);
    return true;
  }

  bool bracket(JsonPath& path) {
    take('[');
    if (rest_.empty()) return false;
    const bool read =
        rest_.front() == '"' || rest_.front() == '\'' ? quoted_name(path) : index(path);
    return read && take(']');
  }

  bool quoted_name(JsonPath& path) {
    const char mark = rest_.front();
    std::string name;
    for (take(mark); !rest_.empty() && rest_.front() != mark; rest_.remove_prefix(1)) {
      if (rest_.front() == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) return false;
      name += rest_.front();
    }
    path.steps.emplace_back(std::move(name));
    return take(mark);
  }

  bool index(JsonPath& path) {
    std::size_t number = 0;
    const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (read.ec != std::errc()) return false;
    path.steps.emplace_back(number);
    rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
    return true;
  }

  std::string_view rest_;
};

}  // namespace

core::Result<JsonPath> parse_json_path(std::string_view text) {
  auto path = JsonPathReader(text).read();
  if (!path)
    return core::invalid("\"" + std::string(text) +
                         "\" is no path in a JSON text, such as $.db[0].state or [\"a.b\"].c");
  path->text = text.starts_with("$.") ? text.substr(2) : text;
  return std::move(*path);
}

}  // namespace monitor
