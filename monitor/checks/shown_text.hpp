// Pieces of what somebody else wrote, fit for a sentence. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace monitor {

inline constexpr std::size_t shown_bytes_max = 120;

// Its first line without control characters, cut with "..." where it is longer; UTF-8, whatever
// came in.
std::string shown(std::string_view text, std::size_t bytes_max = shown_bytes_max);

std::string in_quotes(std::string_view text);  // the same between quotation marks

// The last line that is not blank, "" where there is none; with only the bytes of `text` at hand.
std::string_view last_line(std::string_view text);

// "connection refused": what the system says of an errno, as the end of a sentence.
std::string error_words(int error);

}  // namespace monitor
