#include "cli/top/keys.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace cli {
namespace {

constexpr char escape = '\x1b';
constexpr std::size_t sequence_bytes_max = 16;

std::optional<TopKey> key_of(char c) {
  switch (c) {
    case 'q':
    case 'Q': return TopKey::quit;
    case 'c': return TopKey::sort_by_cpu;
    case 'm': return TopKey::sort_by_memory;
    case 'n': return TopKey::sort_by_name;
    case 'r': return TopKey::sort_by_restarts;
    case 'p': return TopKey::sort_by_phase;
    case 'k': return TopKey::up;
    case 'j': return TopKey::down;
    case 'g': return TopKey::home;
    case 'G': return TopKey::end;
    default: return std::nullopt;
  }
}

// `text`: all but the escape, with its last character; as xterm, the Linux console and rxvt send
// it.
std::optional<TopKey> key_of_sequence(std::string_view text) {
  switch (text.back()) {
    case 'A': return TopKey::up;
    case 'B': return TopKey::down;
    case 'H': return TopKey::home;
    case 'F': return TopKey::end;
    default: break;
  }
  if (text == "[5~") return TopKey::page_up;
  if (text == "[6~") return TopKey::page_down;
  if (text == "[1~" || text == "[7~") return TopKey::home;
  if (text == "[4~" || text == "[8~") return TopKey::end;
  return std::nullopt;
}

bool introduces(char c) { return c == '[' || c == 'O'; }

// Of a sequence that has been introduced.
bool ends(char c) { return c >= 0x40 && c <= 0x7E; }

}  // namespace

std::vector<TopKey> TopKeyReader::read(std::string_view bytes) {
  std::vector<TopKey> keys;
  const auto add = [&keys](std::optional<TopKey> key) {
    if (key) keys.push_back(*key);
  };
  for (const char c : bytes) {
    if (c == escape) {
      begun_ = c;
    } else if (begun_.empty()) {
      add(key_of(c));
    } else if (begun_.size() == 1 && !introduces(c)) {
      begun_.clear();  // the escape was a key by itself
      add(key_of(c));
    } else {
      begun_ += c;
      const bool over = begun_.size() > 2 && ends(c);
      if (over) add(key_of_sequence(std::string_view(begun_).substr(1)));
      if (over || begun_.size() > sequence_bytes_max) begun_.clear();
    }
  }
  return keys;
}

void press(TopState& state, TopKey key, std::size_t room) {
  const auto at = static_cast<long long>(state.offset);
  const auto page = static_cast<long long>(std::max<std::size_t>(room, 2)) - 1;
  switch (key) {
    case TopKey::quit: return;
    case TopKey::sort_by_cpu: return sort_by(state, TopSort::cpu);
    case TopKey::sort_by_memory: return sort_by(state, TopSort::memory);
    case TopKey::sort_by_name: return sort_by(state, TopSort::name);
    case TopKey::sort_by_restarts: return sort_by(state, TopSort::restarts);
    case TopKey::sort_by_phase: return sort_by(state, TopSort::phase);
    case TopKey::up: return scroll_to(state, at - 1, room);
    case TopKey::down: return scroll_to(state, at + 1, room);
    case TopKey::page_up: return scroll_to(state, at - page, room);
    case TopKey::page_down: return scroll_to(state, at + page, room);
    case TopKey::home: return scroll_to(state, 0, room);
    case TopKey::end: return scroll_to(state, std::numeric_limits<long long>::max(), room);
  }
}

}  // namespace cli
