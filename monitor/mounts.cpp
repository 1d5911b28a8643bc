#include "monitor/mounts.hpp"

#include "monitor/kernel_text.hpp"

#include <optional>

namespace monitor {
namespace {

constexpr bool is_octal(char c) { return c >= '0' && c <= '7'; }

// Spaces, tabs, line ends and backslashes of names are written as "\040".
std::string unescaped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digits = text.substr(i).substr(0, 4);
    if (digits.size() == 4 && digits[0] == '\\' && digits[1] <= '3' && is_octal(digits[1]) &&
        is_octal(digits[2]) && is_octal(digits[3])) {
      plain += static_cast<char>((digits[1] - '0') * 64 + (digits[2] - '0') * 8 + digits[3] - '0');
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

// Skips the optional fields ("shared:1") up to the lone "-".
bool skip_optional_fields(std::string_view& line) {
  for (auto word = next_word(line); !word.empty(); word = next_word(line)) {
    if (word == "-") return true;
  }
  return false;
}

}  // namespace

std::optional<Mount> parse_mount(std::string_view line) {
  next_word(line);  // its number, and that of its parent
  next_word(line);
  Mount mount;
  mount.device = next_word(line);
  mount.root = unescaped(next_word(line));
  mount.point = unescaped(next_word(line));
  mount.options = next_word(line);
  if (!skip_optional_fields(line)) return std::nullopt;
  mount.type = next_word(line);
  mount.source = unescaped(next_word(line));
  mount.super_options = next_word(line);
  return mount.type.empty() ? std::nullopt : std::optional(std::move(mount));
}

std::vector<Mount> parse_mountinfo(std::string_view text) {
  std::vector<Mount> mounts;
  std::string_view line;
  while (next_line(text, line)) {
    if (auto mount = parse_mount(line)) mounts.push_back(std::move(*mount));
  }
  return mounts;
}

bool has_word(std::string_view comma_list, std::string_view word) {
  while (!comma_list.empty()) {
    const auto end = comma_list.find(',');
    if (comma_list.substr(0, end) == word) return true;
    if (end == std::string_view::npos) return false;
    comma_list.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace monitor
