// What the kernel says of its own clock: ntp_adjtime(2), read only.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

namespace monitor {

struct KernelClock {
  bool in_step = false;         // a time service corrects it
  core::Milliseconds error{0};  // as that service puts it, rounded up
};

// Does not block. Errors: denied (a sandbox that does not let us ask), io.
core::Result<KernelClock> kernel_clock();

}  // namespace monitor
