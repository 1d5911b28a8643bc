// Two brakes for the whole host, so that the agent never makes things worse. Pure state machines.
#pragma once

#include "core/clock.hpp"
#include "reconcile/scene.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace reconcile {

// At most `actions` in any window of `per`. Invariant: `spent` is ordered and no older than the
// window when asked.
class Budget {
 public:
  explicit Budget(int actions = 20, core::Milliseconds per = core::Milliseconds{600'000})
      : actions_(actions), per_(per) {}
  bool may_spend(core::MonoTime now) const;
  void spend(core::MonoTime now);
  // The last that was spent: it was not needed after all.
  void give_back();
  // What was spent counts on.
  void configure(int actions, core::Milliseconds per);
  // When one more is free; absent where one is free now.
  std::optional<core::MonoTime> free_at(core::MonoTime now) const;
  int left(core::MonoTime now) const;

 private:
  int actions_;
  core::Milliseconds per_;
  std::deque<core::MonoTime> spent_;
};

struct BreakerFailure {
  std::string service;          // "shop/web"
  bool dependency_ill = false;  // declared, implied or namespace parent: ill, stopped or just
                                // re-created
  bool killed_by_client = false;
};

constexpr core::Milliseconds breaker_window{60'000};

// When max(5, 30 % of the services that were well) fail within 60 s, the engine or the host is the
// problem.
//   closed -> (too many failures) -> open -> (engine and host look well again) -> one at a time ->
//   (quiet for 60 s) -> closed
// In "one at a time" a failure of a service opens it again only by the same threshold.
class Breaker {
 public:
  enum class State { closed, open, one_at_a_time };
  // Returns true where this failure opened it: one incident.
  bool note_failure(const BreakerFailure& failure, int services_well, core::MonoTime now);
  // The engine, its start or the host's boot changed: what failed before says nothing any more.
  void note_new_engine();
  // The re-probe of engine and host answered well.
  void note_probed_well(core::MonoTime now);
  void note_well(const std::string& service);
  // Time passes: closes after 60 s in which nothing failed and everything that had failed is well,
  // or 10 min in any case.
  void tick(core::MonoTime now);
  State state() const { return state_; }
  const std::set<std::string>& failed() const { return ill_; }
  std::optional<core::MonoTime> changes_at() const;

 private:
  State state_ = State::closed;
  std::map<std::string, core::MonoTime> recent_;  // last failure of each service within the window
  std::set<std::string> ill_;                     // failed since it opened, not well again yet
  int well_before_ = 0;  // services well when the first of `recent_` failed
  core::MonoTime last_failure_, half_open_since_;
};

Allowance allowance_of(const Budget& budget, const Breaker& breaker, core::MonoTime now);

}  // namespace reconcile
