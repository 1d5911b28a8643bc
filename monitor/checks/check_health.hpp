// When a check counts as failed, and when as well again: `fall` failures in a row, `rise` passes in
// a row. `unknown` counts as neither and interrupts neither. Pure: time is an argument.
#pragma once

#include "core/clock.hpp"
#include "monitor/checks/probe.hpp"
#include "monitor/ports.hpp"

namespace monitor {

class CheckHealth {
 public:
  explicit CheckHealth(core::WallTime now) : since_(now) {}

  // The result of a run, which counts for nothing while paused. Whether the state is another one
  // now.
  bool take(Verdict verdict, int fall, int rise, core::WallTime at);
  // Nothing that was counted counts any more.
  void start_anew(core::WallTime at) { enter(CheckState::pending, at); }
  void pause(core::WallTime at) { enter(CheckState::paused, at); }

  CheckState state() const { return state_; }
  core::WallTime since() const { return since_; }
  int failures() const { return failures_; }  // in a row

 private:
  void enter(CheckState state, core::WallTime at);

  CheckState state_ = CheckState::pending;
  core::WallTime since_;
  int failures_ = 0, passes_ = 0;
};

}  // namespace monitor
