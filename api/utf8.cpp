#include "api/utf8.hpp"

#include <cstddef>

namespace api {
namespace {

// Length of the sequence that begins with `lead`, 0 where nothing may; `low` and `high` bound the
// second byte.
struct Form {
  std::size_t length = 0;
  unsigned char low = 0x80, high = 0xBF;
};

Form form_of(unsigned char lead) {
  if (lead < 0x80) return {1};
  if (lead >= 0xC2 && lead <= 0xDF) return {2};
  if (lead == 0xE0) return {3, 0xA0};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {3};
  if (lead == 0xF0) return {4, 0x90};
  if (lead >= 0xF1 && lead <= 0xF3) return {4};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {};
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto form = form_of(static_cast<unsigned char>(text[i]));
    if (form.length == 0 || i + form.length > text.size()) return false;
    for (std::size_t j = 1; j < form.length; ++j) {
      const auto byte = static_cast<unsigned char>(text[i + j]);
      const auto low = j == 1 ? form.low : 0x80;
      const auto high = j == 1 ? form.high : 0xBF;
      if (byte < low || byte > high) return false;
    }
    i += form.length;
  }
  return true;
}

}  // namespace api
