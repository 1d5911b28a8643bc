#include "core/digest.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"
#include "notify/channel/email/mime.hpp"
#include "notify/render/line_text.hpp"

#include <algorithm>

namespace notify {
namespace {

constexpr std::size_t header_line_max = 76;  // of a line with encoded words, RFC 2047 2
constexpr std::size_t encoded_word_max = 75;
constexpr std::string_view encoded_word_begin = "=?utf-8?B?", encoded_word_end = "?=";
constexpr std::size_t encoded_word_frame = encoded_word_begin.size() + encoded_word_end.size();

bool is_ascii_header(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

// May stand in a header as it is: nothing in it reads as an encoded word, every word fits a line.
bool is_plain_header(std::string_view value) {
  if (!is_ascii_header(value) || core::contains(value, "=?")) return false;
  const auto words = core::split(value, ' ');
  return std::all_of(words.begin(), words.end(),
                     [](const auto& word) { return !word.empty() && word.size() < 60; });
}

// As many of the characters that `text` begins with as an encoded word of `room` bytes holds.
std::size_t fitting_bytes(std::string_view text, std::size_t room) {
  const auto bytes_max = room <= encoded_word_frame ? 0 : (room - encoded_word_frame) / 4 * 3;
  std::size_t taken = 0;
  while (taken < text.size()) {
    const auto character = core::first_character(text.substr(taken));
    const auto length = character ? character->length : 1;
    if (taken + length > bytes_max) break;
    taken += length;
  }
  return taken;
}

// One or more encoded words with folds between them; `room` is what the first line has left.
std::string encoded_words(std::string_view text, std::size_t room) {
  std::string words;
  while (!text.empty()) {
    const auto size = fitting_bytes(text, std::min(room, encoded_word_max));
    if (size > 0) {
      words += std::string(encoded_word_begin) + core::base64(text.substr(0, size)) +
               std::string(encoded_word_end);
      text.remove_prefix(size);
    }
    if (!text.empty()) words += "\r\n ";
    room = header_line_max - 1;
  }
  return words;
}

std::string folded_words(std::string_view name, const std::vector<std::string>& words) {
  std::string header = std::string(name) + ":";
  auto length = header.size();
  for (const auto& word : words) {
    if (length + 1 + word.size() > header_line_max && length > name.size() + 1) {
      header += "\r\n";
      length = 0;
    }
    header += " " + word;
    length += 1 + word.size();
  }
  return header + "\r\n";
}

bool is_mail_atom_text(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view(" !#$%&'*+-/=^_{|}~").find(c) != std::string::npos;
  });
}

// The name of an address, as the words of its header (RFC 5322 3.4: atoms, or one quoted string).
std::vector<std::string> mail_name_words(const std::string& name) {
  if (name.empty()) return {};
  if (!is_plain_header(name))
    return core::split(core::replace_all(encoded_words(name, 40), "\r\n", ""), ' ');
  if (is_mail_atom_text(name)) return core::split(name, ' ');
  auto quoted = core::replace_all(core::replace_all(name, "\\", "\\\\"), "\"", "\\\"");
  return {"\"" + quoted + "\""};
}

}  // namespace

std::string text_header(std::string_view name, std::string_view value) {
  const auto line = clean_line(value);
  if (is_plain_header(line)) return folded_words(name, core::split(line, ' '));
  return std::string(name) + ": " + encoded_words(line, header_line_max - name.size() - 2) + "\r\n";
}

std::string address_header(std::string_view name, const std::vector<MailAddress>& addresses) {
  std::vector<std::string> words;
  for (const auto& each : addresses) {
    if (!words.empty()) words.back() += ",";
    const auto shown = mail_name_words(each.name);
    words.insert(words.end(), shown.begin(), shown.end());
    words.push_back(shown.empty() ? each.address : "<" + each.address + ">");
  }
  return folded_words(name, words);
}

std::string word_header(std::string_view name, const std::vector<std::string>& words) {
  return folded_words(name, words);
}

}  // namespace notify
