#include "monitor/recall_history.hpp"

#include "monitor/metrics.hpp"
#include "monitor/patience.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace monitor {
namespace {

std::string series_of(SpikeKind kind) {
  return metric_of(kind) == "cpu" ? "cpu_percent" : "memory_bytes";
}

}  // namespace

awaitable<void> learn_from_history(Recalled& recalled, History& history, core::WallTime alive_until,
                                   const core::Clock& clock, core::Milliseconds limit) {
  using std::chrono::steady_clock;
  const auto until = steady_clock::now() + limit;
  Patience asking;
  for (auto& spike : recalled.spikes) {
    const auto left = std::chrono::ceil<core::Milliseconds>(until - steady_clock::now());
    if (left <= core::Milliseconds{0}) co_return;
    const auto now = clock.now();
    const auto from =
        std::chrono::floor<std::chrono::minutes>(now.wall - (now.mono - spike.told.seen_until));
    auto work = history.read(service_subject(spike.deployment, spike.service),
                             series_of(spike.kind), from, now.wall);
    const auto minutes = co_await asking.ask(std::move(work), left);
    if (!minutes || minutes->empty()) continue;
    const auto seen = std::min({minutes->back().at + one_minute, alive_until, now.wall});
    spike.told.seen_until = std::max(spike.told.seen_until, now.mono - (now.wall - seen));
  }
}

}  // namespace monitor
