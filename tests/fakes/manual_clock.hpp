// A clock that stands still until the test moves it.
#pragma once

#include "core/clock.hpp"
#include "support/noon.hpp"

namespace fakes {

class ManualClock final : public core::Clock {
 public:
  core::Instant now() const override { return now_; }
  void advance(core::Milliseconds by) { now_ = now_ + by; }
  // The host sleeps, or its clock is set: only the wall clock moves.
  void sleep(core::Milliseconds by) { now_.wall += by; }

 private:
  core::Instant now_ = support::noon;
};

}  // namespace fakes
