#include "systemd/journal.hpp"

#include <array>
#include <cstdio>

namespace systemd {
namespace {

constexpr std::string_view cursor_mark = "-- cursor: ";

std::vector<std::string> journal_of(const std::string& unit) {
  return {"--no-pager", "--quiet", "--all", "--output=cat", "--show-cursor", "--unit=" + unit};
}

}  // namespace

std::vector<std::string> journal_after(const std::string& unit, const std::string& cursor) {
  auto arguments = journal_of(unit);
  arguments.push_back("--lines=" + std::to_string(journal_messages_max));
  arguments.push_back((cursor.starts_with('@') ? "--since=" : "--after-cursor=") + cursor);
  return arguments;
}

std::vector<std::string> journal_end(const std::string& unit) {
  auto arguments = journal_of(unit);
  arguments.emplace_back("--lines=1");
  return arguments;
}

std::string journal_time(core::WallTime at) {
  const auto millis = at.time_since_epoch().count();
  std::array<char, 40> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "@%lld.%03lld", static_cast<long long>(millis / 1000),
                    static_cast<long long>(millis % 1000));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

JournalPiece decode_journal(std::string_view printed) {
  JournalPiece piece;
  while (!printed.empty()) {
    const auto end = printed.find('\n');
    piece.lines.emplace_back(printed.substr(0, end));
    printed.remove_prefix(end == printed.npos ? printed.size() : end + 1);
  }
  if (piece.lines.empty() || !piece.lines.back().starts_with(cursor_mark)) return piece;
  piece.cursor = piece.lines.back().substr(cursor_mark.size());
  piece.lines.pop_back();
  return piece;
}

}  // namespace systemd
