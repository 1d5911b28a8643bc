// Texts made to fit what a service takes. Pure.
#pragma once

#include "notify/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace notify {

enum class LengthUnit {
  bytes,
  characters,  // code points
  utf16,       // code units, as services count that are written in Java or JavaScript
};

// How one character is written; `character` is its UTF-8.
using WriteCharacter = std::string (*)(std::string_view character);

struct Fit {
  std::size_t max = 0;  // of the text as it is written
  LengthUnit unit = LengthUnit::characters;
  WriteCharacter write = nullptr;  // nullptr: as it is
  bool one_line = false;           // line breaks become spaces
};

// `text` as UTF-8 without control characters (but line breaks), written by `fit.write`; where it is
// longer than `fit.max` it is cut between two characters, never inside of what one is written as,
// and ends with "…". What is not UTF-8 becomes U+FFFD.
std::string fit_text(std::string_view text, const Fit& fit);

// The body of the plain text, without its subject line; where that is longer than `fit.max` rather
// a line for each item than all of the first ones.
std::string fit_body(const Message& message, const Fit& fit);

std::size_t length_of(std::string_view utf8, LengthUnit unit);

// & < > and both quotes as entities.
std::string write_html(std::string_view character);

// `message` with texts cut and items left out (counted in `left_out`) until `json_text` of it has
// at most `bytes_max`; the worst items are first and stay. At least a message without items
// remains, which is smaller than 16 KiB unless host labels are larger.
Message fit_message(Message message, std::size_t bytes_max);

}  // namespace notify
