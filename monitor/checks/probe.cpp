#include "monitor/checks/probe.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"

#include <optional>
#include <utility>

namespace monitor {
namespace {

constexpr std::string_view cut_mark = "\u2026";
constexpr std::string_view replacement = "\uFFFD";

// Ends a line, or moves on a terminal what stands beside it.
bool breaks_line(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

bool turns_text_around(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

std::string_view finding_piece(const std::optional<core::Character>& character,
                               std::string_view bytes) {
  if (!character || turns_text_around(character->code)) return replacement;
  return breaks_line(character->code) ? " " : bytes;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed: return "passed";
    case Verdict::failed: return "failed";
    case Verdict::unknown: break;
  }
  return "unknown";
}

std::string finding_text(std::string_view text) {
  std::string line;
  std::size_t room_for_mark = 0;  // so much of the line leaves room for it
  for (text = core::trim(text); !text.empty();) {
    const auto character = core::first_character(text);
    const auto length = character ? character->length : 1;
    const auto piece = finding_piece(character, text.substr(0, length));
    text.remove_prefix(length);
    if (piece == " " && line.ends_with(' ')) continue;
    if (line.size() + piece.size() > finding_bytes_max)
      return line.substr(0, room_for_mark).append(cut_mark);
    line += piece;
    if (line.size() + cut_mark.size() <= finding_bytes_max) room_for_mark = line.size();
  }
  return line;
}

Finding passed(std::string text) { return {Verdict::passed, finding_text(text), {}}; }
Finding failed(std::string text) { return {Verdict::failed, finding_text(text), {}}; }
Finding unknown(std::string text) { return {Verdict::unknown, finding_text(text), {}}; }

Finding unable(std::string text) {
  auto finding = failed(std::move(text));
  finding.unasked = true;
  return finding;
}

}  // namespace monitor
