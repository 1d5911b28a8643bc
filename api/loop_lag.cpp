#include "api/loop_lag.hpp"

#include "core/io/timing.hpp"

#include <algorithm>

namespace api {

boost::asio::awaitable<void> LoopLag::run() {
  for (;;) {
    const auto due = clock_.now().mono + interval_;
    co_await core::wait_for(interval_);
    const auto now = clock_.now().mono;
    note(now, now - due);
  }
}

// The clock's milliseconds are cut, so that a timer may seem early by one.
void LoopLag::note(core::MonoTime at, core::Milliseconds late) {
  notes_.push_back({at, std::max(late, core::Milliseconds{0})});
  while (at - notes_.front().at > window) notes_.pop_front();
}

std::optional<core::Milliseconds> LoopLag::worst(core::MonoTime now) const {
  std::optional<core::Milliseconds> worst;
  for (const auto& note : notes_)
    if (now - note.at <= window && (!worst || note.late > *worst)) worst = note.late;
  return worst;
}

}  // namespace api
