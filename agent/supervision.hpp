// What systemd is told: ready, the engine's state, and a sign of life that only a loop that makes
// progress gives. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "reconcile/engine_session.hpp"
#include "reconcile/loop.hpp"
#include "systemd/notify.hpp"

namespace agent {

class Supervision {
 public:
  Supervision(const reconcile::EngineSession& session, const reconcile::Loop& loop,
              const core::Clock& clock, core::Milliseconds attempt_timeout);

  // Says ready once, then the state whenever it changes and the watchdog's word in time; until
  // cancelled.
  boost::asio::awaitable<void> run();
  // A loop that was silent for longer hangs: two and a half resyncs, or the longest step.
  static core::Milliseconds progress_limit(core::Milliseconds resync,
                                           core::Milliseconds attempt_timeout);
  void set_attempt_timeout(core::Milliseconds limit) { attempt_timeout_ = limit; }
  void stopping() const { (void)notifier_.stopping(); }

 private:
  std::string state() const;
  bool makes_progress() const;

  const reconcile::EngineSession& session_;
  const reconcile::Loop& loop_;
  const core::Clock& clock_;
  core::Milliseconds attempt_timeout_;
  systemd::Notifier notifier_;
};

}  // namespace agent
