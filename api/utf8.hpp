// Whether text is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). Pure.
#pragma once

#include <string_view>

namespace api {

bool is_utf8(std::string_view text);

}  // namespace api
