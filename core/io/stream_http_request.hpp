// The bytes of a request, pure.
#pragma once

#include "core/io/stream_http.hpp"

#include <string>
#include <string_view>

namespace core {

// Head and body. With `chunked`, no body: the pieces follow, each by `stream_chunk`. A control
// character in target or headers is a bug (CHECK): it would let data become headers.
std::string stream_request_text(const StreamRequest& request, std::string_view host, bool chunked);
// One chunk; of an empty piece the last one.
std::string stream_chunk(std::string_view piece);

}  // namespace core
