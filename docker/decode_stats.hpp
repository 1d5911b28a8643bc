// GET /containers/{id}/stats as counters. Pure.
#pragma once

#include "core/result.hpp"
#include "monitor/ports.hpp"

#include <cstdint>
#include <string_view>

namespace docker {

// `host_memory_bytes`: a limit that is not below it is none; 0 where it is not known. Errors:
// not_found (the container does not run: the engine answers with zeros), corrupt.
core::Result<monitor::Usage> decode_stats(std::string_view text, std::uint64_t host_memory_bytes);

}  // namespace docker
