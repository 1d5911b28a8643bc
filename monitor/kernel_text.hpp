// Reading the text of the kernel's files: no allocation, no exception, no locale. A number counts
// only where something follows it: the kernel ends every line, so one at the very end was cut.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace monitor {

// Takes the next line off `text`, without its end. Only whole lines: what follows the last line end
// is dropped. False at the end.
bool next_line(std::string_view& text, std::string_view& line);

// Takes the next word off `line`; words are separated by spaces and tabs. Empty at the end.
std::string_view next_word(std::string_view& line);

// All of `word` as a number. None where it is none, or greater than 2^64 - 1.
std::optional<std::uint64_t> to_number(std::string_view word);
// All of `word` as digits with an optional fraction ("36.72").
std::optional<double> to_decimal(std::string_view word);

// The first line of `text` as a number: the content of a file with one value.
std::optional<std::uint64_t> single_number(std::string_view text);

// The number after `key` in lines of "key number". `key` begins with a line end, which makes its
// first line no match ("\ninactive_file "), or it is one that no other key ends with.
std::optional<std::uint64_t> number_after(std::string_view text, std::string_view key);

}  // namespace monitor
