// The line breaks at the end of a folded block text that keeps them (`>+`, `>2+`, `>+2`), of which
// yaml-cpp loses one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace compose {

// `lines`: the file, each with its line break. `line`, `column` (from 0): where the value begins in
// it. A value of another form is left as it is. Pure.
std::string with_kept_breaks(std::string value, const std::vector<std::string_view>& lines,
                             std::size_t line, std::size_t column);

// The lines of a text, each with its line break.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace compose
