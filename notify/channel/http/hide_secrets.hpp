// Answers are shown to people and kept: what must not be in them. Pure.
#pragma once

#include "core/secret.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace notify {

// `text` with *** for every secret of at least four bytes, as it is and percent-encoded, the words
// of one such as "Bearer x" too, and for every part of `url` behind its host that may be one:
// segments of the path and values of the query of at least eight bytes, and its user part.
std::string hide_secrets(std::string text, std::string_view url,
                         const std::vector<core::Secret>& secrets);

}  // namespace notify
