#include "core/utf8.hpp"

#include <algorithm>

namespace core {
namespace {

// What may follow a lead byte: `low` and `high` bound the second byte, `bits` are the lead's own.
// Length 0 where nothing may begin with it.
struct Form {
  std::size_t length = 0;
  unsigned bits = 0;
  unsigned char low = 0x80, high = 0xBF;
};

Form form_of(unsigned char lead) {
  if (lead < 0x80) return {1, lead};
  if (lead >= 0xC2 && lead <= 0xDF) return {2, lead & 0x1FU};
  if (lead == 0xE0) return {3, 0, 0xA0};
  if (lead == 0xED) return {3, 0xD, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {3, lead & 0xFU};
  if (lead == 0xF0) return {4, 0, 0x90};
  if (lead >= 0xF1 && lead <= 0xF3) return {4, lead & 0x7U};
  if (lead == 0xF4) return {4, 4, 0x80, 0x8F};
  return {};
}

}  // namespace

std::optional<Character> first_character(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto form = form_of(static_cast<unsigned char>(text.front()));
  if (form.length == 0 || form.length > text.size()) return std::nullopt;
  char32_t code = form.bits;
  for (std::size_t i = 1; i < form.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto low = i == 1 ? form.low : 0x80;
    const auto high = i == 1 ? form.high : 0xBF;
    if (byte < low || byte > high) return std::nullopt;
    code = (code << 6U) | (byte & 0x3FU);
  }
  return Character{code, form.length};
}

std::size_t unfinished_character(std::string_view text) {
  const auto reach = std::min<std::size_t>(3, text.size());
  for (std::size_t back = 1; back <= reach; ++back) {
    const auto lead = static_cast<unsigned char>(text[text.size() - back]);
    if (lead < 0x80) return 0;
    if (lead >= 0xC0) return form_of(lead).length > back ? back : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto character = first_character(text);
    if (!character) return false;
    text.remove_prefix(character->length);
  }
  return true;
}

}  // namespace core
