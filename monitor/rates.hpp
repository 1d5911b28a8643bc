// Two looks at the counters make one sample. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/sample.hpp"
#include "monitor/usage.hpp"

namespace monitor {

struct Look {
  core::MonoTime at;
  Usage usage;
  // For so long, up to `at`, nothing but the CPU's counter was read, and that stood still: the
  // others are of the begin of that time.
  core::Milliseconds rested{0};
};

struct HostLook {
  core::MonoTime at;
  HostUsage usage;
};

// Two looks farther apart than this say nothing about now: the host slept, or nobody looked. Who
// looks less often than every minute gives a longer one.
inline constexpr core::Milliseconds look_gap_max = std::chrono::minutes(5);

// Levels (memory, pids) are those of `after`. Rates are over the time between the two; they have no
// value where no time passed, more than `gap_max` did, or the counter is smaller than before.
// OOM kills are counted over any time.
// Where `before` rested and the CPU's counter still stands, what the others have grown by came
// without the container's doing, some time since they were read: that is the time their rates are
// over. Where the CPU's has moved, the container woke, and all of it is of the time since `before`.
// A container that was started anew counts from 0: do not compare looks across a start.
// Formulas, the same as `docker stats`: CPU = Δusage ÷ Δtime; memory = usage - inactive file pages,
// where those are fewer.
model::Sample sample_between(const Look& before, const Look& after,
                             core::Milliseconds gap_max = look_gap_max);

// What one look alone can tell: the levels.
model::Sample sample_of(const Usage& usage);

// The quota, or the cores that it may run on (`cpus`; 0: all), whichever is less: percent of a
// core. `told_quota`: in cores, as the engine was told; counts where the kernel's is not known.
std::optional<double> cpu_limit(std::optional<double> quota_percent, int cpus,
                                double told_quota = 0);

// Bytes that the kernel cannot take back: neither in use as page cache nor free to go. It is what
// reaches a limit, as page cache goes before. Nothing where nothing is known.
std::optional<double> kept_memory(const Usage& usage);

// CPU = Δ(user + nice + system + irq + softirq + steal) ÷ Δ(all) × cores, which needs no clock.
model::HostSample sample_between(const HostLook& before, const HostLook& after,
                                 core::Milliseconds gap_max = look_gap_max);
model::HostSample sample_of(const HostUsage& usage);

}  // namespace monitor
