// Texts as people may see them: one line of well-formed UTF-8 without control characters and
// without what looks like a secret. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace notify {

inline constexpr std::size_t line_bytes_max = 600, title_bytes_max = 140;

// Values of what is named like a secret (password=…, token: …, "Authorization: Bearer …"), and the
// user part of URLs, become ***.
std::string without_secrets(std::string_view text);
// Line breaks and runs of blanks become one blank; cut at a character, with "…" at the end.
std::string one_line(std::string_view text, std::size_t bytes_max = line_bytes_max);
// Both.
std::string plain_line(std::string_view text, std::size_t bytes_max = line_bytes_max);

}  // namespace notify
