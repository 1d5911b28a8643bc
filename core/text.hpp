// Small text functions that the standard library lacks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);
std::string lowercase(std::string_view text);
bool contains(std::string_view text, std::string_view part);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
// Shell-style pattern over a whole name: `*` and `?`.
bool glob_match(std::string_view pattern, std::string_view text);
// The candidate with the smallest edit distance, "" where none is near enough to be a slip of the
// finger.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);
// As people write it, with at most six digits: "90", "97.5".
std::string number_text(double number);
// Digits, and at most one point between or before them; nothing for any other text.
std::optional<double> decimal_number(const std::string& text);
// Percent-encodes everything but unreserved characters (RFC 3986 2.3).
std::string url_encode(std::string_view text);

}  // namespace core
