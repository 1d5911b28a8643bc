// Texts of others as clean single lines, and lines that have to fit. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace notify {

// Well-formed UTF-8 on one line: what is none becomes U+FFFD; each run of control characters and of
// line separators is one space; characters that turn the direction of writing are left out, as they
// can make a text read as another.
std::string clean_line(std::string_view text);

// At most `bytes_max` bytes, cut between characters; where something was cut it ends in "…".
std::string cut_text(std::string_view text, std::size_t bytes_max);

}  // namespace notify
