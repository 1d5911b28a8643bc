// How late the I/O loop comes to what is due: a timer measures it every second, so a hold-up that
// falls between two of them is not seen. I/O thread only.
#pragma once

#include "core/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <deque>
#include <optional>

namespace api {

class LoopLag {
 public:
  static constexpr core::Milliseconds window{60'000};

  // `clock` must outlive this.
  explicit LoopLag(const core::Clock& clock, core::Milliseconds interval = std::chrono::seconds(1))
      : clock_(clock), interval_(interval) {}

  // Measures until cancelled.
  boost::asio::awaitable<void> run();

  void note(core::MonoTime at, core::Milliseconds late);
  // The longest of the last minute; nullopt before the first measurement.
  std::optional<core::Milliseconds> worst(core::MonoTime now) const;

 private:
  struct Note {
    core::MonoTime at;
    core::Milliseconds late;
  };

  const core::Clock& clock_;
  core::Milliseconds interval_;
  std::deque<Note> notes_;  // of the last `window`, oldest first
};

}  // namespace api
