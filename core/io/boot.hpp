// Which boot of which host this is.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <string>

namespace core {

struct Boot {
  std::string id;  // the same until the next boot and different then; never empty
  // When the kernel started, by the wall clock as it is set now: moves when the clock is stepped,
  // so compare boots by `id`.
  WallTime at;
  bool operator==(const Boot&) const = default;
};

// Reads a small kernel file. Errors: unavailable.
Result<Boot> read_boot();

// As the kernel has it, without a domain added; "localhost" where it has none.
std::string hostname();

}  // namespace core
