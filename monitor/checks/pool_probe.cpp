#include "monitor/checks/pool_probe.hpp"

#include "core/io/begun_work.hpp"

#include <algorithm>
#include <utility>

namespace monitor {
namespace {

Finding had_no_turn() {
  return unknown("its time was over before its turn came: too many other checks are slow");
}

}  // namespace

core::Milliseconds left_until(Deadline until) {
  const auto left = std::chrono::ceil<core::Milliseconds>(until - std::chrono::steady_clock::now());
  return std::max(left, core::Milliseconds{0});
}

awaitable<Finding> on_pool(core::BlockingPool& pool, core::Milliseconds limit, PoolWork work) {
  const Deadline until = std::chrono::steady_clock::now() + limit;
  auto body = [until, work = std::move(work)](core::GiveUp give_up) {
    if (left_until(until) == core::Milliseconds{0}) return had_no_turn();
    return work(until, std::move(give_up));
  };
  auto finding = co_await core::run_begun_within(pool, limit, std::move(body));
  co_return finding ? std::move(*finding) : had_no_turn();
}

}  // namespace monitor
