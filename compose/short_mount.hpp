// The short syntax of volumes: [source:]target[:options].
#pragma once

#include "compose/value.hpp"
#include "core/result.hpp"

#include <string_view>

namespace compose {

// The long form. A source that begins with . / ~ \\ or a drive letter is a bind mount, any other a
// volume; unknown options are ignored, as the reference does.
core::Result<Value> parse_mount(std::string_view text, const Position& at);

}  // namespace compose
