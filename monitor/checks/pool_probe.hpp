// How a probe that blocks is run: on a thread of a pool, against one point in time.
#pragma once

#include "core/io/cancellable_work.hpp"
#include "monitor/checks/probe.hpp"

#include <chrono>
#include <functional>

namespace monitor {

using Deadline = std::chrono::steady_clock::time_point;

// Not negative.
core::Milliseconds left_until(Deadline until);

using PoolWork = std::function<Finding(Deadline until, core::GiveUp give_up)>;

// The limit begins now: what waits in the queue for so long that nothing of it is left is
// `unknown`, as nothing was asked. It is said at the end of the limit, even where all threads hang.
awaitable<Finding> on_pool(core::BlockingPool& pool, core::Milliseconds limit, PoolWork work);

}  // namespace monitor
