#include "monitor/checks/pool_probe.hpp"

#include <algorithm>
#include <utility>

namespace monitor {

core::Milliseconds left_until(Deadline until) {
  const auto left = std::chrono::ceil<core::Milliseconds>(until - std::chrono::steady_clock::now());
  return std::max(left, core::Milliseconds{0});
}

awaitable<Finding> on_pool(core::BlockingPool& pool, core::Milliseconds limit, PoolWork work) {
  const Deadline until = std::chrono::steady_clock::now() + limit;
  auto body = [until, work = std::move(work)](core::GiveUp give_up) {
    if (left_until(until) == core::Milliseconds{0})
      return unknown("its time was over before its turn came: too many other checks are slow");
    return work(until, std::move(give_up));
  };
  auto finding = co_await core::run_cancellable(pool, std::move(body));
  co_return finding;
}

}  // namespace monitor
