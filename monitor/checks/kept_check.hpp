// A check and what is known of it: its state, its pace, what was told of it. Decides what is an
// event and what is ill-health; makes no probe. Pure: time is an argument.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "monitor/checks/check.hpp"
#include "monitor/checks/check_event_codec.hpp"
#include "monitor/checks/check_health.hpp"
#include "monitor/checks/probe.hpp"
#include "monitor/checks/schedule.hpp"
#include "monitor/ports.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace monitor {

// A failure of a service that has not run for so long is over: longer than the longest pause
// between two attempts to start it, so that a service that keeps dying does not make one message
// after the other.
inline constexpr core::Milliseconds failure_kept_while_paused = std::chrono::minutes(10);

// Whether the check makes its service ill, and which containers of it.
struct Ailing {
  bool ill = false;
  std::vector<model::ContainerId> containers;
  bool operator==(const Ailing&) const = default;
};

class KeptCheck {
 public:
  // `seed`: of the jitter of its runs. One of a service is paused until containers of it are seen.
  KeptCheck(Check check, core::Instant now, std::uint64_t seed);

  const Check& check() const { return check_; }

  // It was told to fail by an agent before this one.
  void recall(ToldFailure told) {
    told_ = told;
    recalled_ = true;
  }
  // Another definition under the same id. What was counted goes on where the probe is the same; a
  // failure that has another severity now is told with it.
  std::optional<model::Event> redefine(Check check, core::Instant now);

  // The containers of its service that run now. Of one that was started anew, and of a new one,
  // nothing is counted yet; where none is left that ran before, the counting of the check begins
  // anew, too. None: it is paused.
  void take_replicas(const Target& running, core::Instant now);
  bool has_replicas(const Target& running) const;
  bool has_any_of(const Target& asked) const;

  bool is_time(core::MonoTime now);
  core::MonoTime due() const { return schedule_.due(); }
  bool paused() const { return health_.state() == CheckState::paused; }

  // A run that began at `began` and is over; what is to be told of it. `asked`: the containers that
  // it was about.
  std::optional<model::Event> take(Finding finding, const Target& asked, core::Instant began,
                                   core::Instant now);
  // A run is over that says nothing.
  void pass_over(core::Instant began, core::Instant now) { schedule_.ran(began.mono, now.mono); }
  // When time passes without a run. `held`: hands off its service, of which nothing is to be seen,
  // also not that it does not run: what was told stays as it is.
  std::optional<model::Event> look(core::Instant now, bool held);
  // It is not made any more.
  std::optional<model::Event> end(core::Instant now) { return resolve(FailureEnd::gone, now); }

  Ailing ailing() const;
  // "its check `ready` fails: connection refused"; nothing where it does not make this run of the
  // container ill.
  std::optional<std::string> ailment(const model::ContainerId& container,
                                     core::WallTime started_at) const;
  // It failed and has not passed since, of a service, and is not optional.
  bool is_unproven() const;

  CheckView view(core::Instant now) const;

 private:
  struct LastRun {
    core::WallTime at;
    core::Milliseconds took;
    Finding finding;
  };
  using Replica = std::pair<model::ContainerId, core::WallTime>;

  using Replicas = std::map<Replica, CheckHealth>;

  static std::vector<Replica> replicas_of(const Target& running);
  void count(const Finding& finding, const Target& asked, core::WallTime at);
  std::optional<model::Event> resolve(FailureEnd end, core::Instant now);
  std::optional<model::Event> retell(core::Instant now);
  bool is_too_early(const Finding& finding, const Target& asked) const;
  bool is_mendable() const;  // by starting containers anew

  Check check_;
  CheckHealth health_;
  CheckSchedule schedule_;
  Replicas replicas_;
  core::MonoTime paused_at_;  // counts only while it is
  std::optional<LastRun> last_;
  Finding last_failure_;
  std::optional<ToldFailure> told_;
  bool recalled_ = false;  // and was not seen to fail since
};

}  // namespace monitor
