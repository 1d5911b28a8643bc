// Whether the clock is right.
#pragma once

#include "monitor/checks/kernel_clock.hpp"
#include "monitor/checks/probe.hpp"

#include <functional>

namespace monitor {

// A server that asks to be left alone (a kiss-o'-death) is not asked for so long.
inline constexpr core::Milliseconds sntp_silence = std::chrono::hours(1);

using ReadKernelClock = std::function<core::Result<KernelClock>()>;

// With a server its time decides, as there are time services that tell the kernel nothing. Where it
// does not answer, and where none is named, the kernel's word does: failed where nobody keeps the
// clock in step or the error may be greater than `offset_max`. A server that says nothing is
// `unknown` where the kernel is content.
std::unique_ptr<Probe> make_clock_probe(ClockProbe settings, ProbeTools tools,
                                        ReadKernelClock kernel = kernel_clock);

}  // namespace monitor
