#include "agent/supervision.hpp"

#include "core/io/thread_turn.hpp"
#include "core/io/timing.hpp"

#include <unistd.h>

#include <algorithm>

namespace agent {
namespace {

constexpr core::Milliseconds usual_pace{2'000};
// Two and a half resyncs without a single pass: the loop hangs, whatever this task says.
constexpr int resyncs_without_progress = 5;
// Where there is but one deployment nothing else is a sign of life while a create lasts: the look
// before it, its networks and files, and the removal of what came of it (120 s).
constexpr core::Milliseconds around_an_attempt{240'000};

}  // namespace

Supervision::Supervision(const reconcile::EngineSession& session, const reconcile::Loop& loop,
                         const core::Clock& clock, core::Milliseconds attempt_timeout)
    : session_(session),
      loop_(loop),
      clock_(clock),
      attempt_timeout_(attempt_timeout),
      notifier_(systemd::Notifier::of(core::process_environment())) {}

std::string Supervision::state() const {
  if (!session_.up()) return "engine away: " + session_.problem();
  return "engine " + session_.info().version + ", " + std::to_string(loop_.tracks().size()) +
         " deployments";
}

bool Supervision::makes_progress() const {
  if (loop_.tracks().empty()) return true;
  return clock_.now().mono - loop_.last_progress() <
         progress_limit(loop_.settings().resync, attempt_timeout_);
}

core::Milliseconds Supervision::progress_limit(core::Milliseconds resync,
                                               core::Milliseconds attempt_timeout) {
  return std::max(resync * resyncs_without_progress / 2, attempt_timeout + around_an_attempt);
}

boost::asio::awaitable<void> Supervision::run() {
  (void)notifier_.ready();
  const auto watchdog = systemd::watchdog_interval(core::process_environment(), ::getpid());
  const auto pace = watchdog ? std::min(usual_pace, *watchdog / 2) : usual_pace;
  std::string said;
  for (;;) {
    (void)core::go_first();
    auto now = state();
    if (now != said) (void)notifier_.status(now);
    said = std::move(now);
    if (watchdog && makes_progress()) (void)notifier_.watchdog();
    co_await core::wait_for(pace);
  }
}

}  // namespace agent
