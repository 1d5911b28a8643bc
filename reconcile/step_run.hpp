// How far the steps of one plan are, and when whoever carries them out need not wait for the rest.
// Pure: it sends nothing and reads no clock.
#pragma once

#include "core/clock.hpp"
#include "model/action.hpp"

#include <optional>
#include <vector>

namespace reconcile {

class StepRun {
 public:
  // What takes this long may take much longer: a stop with a long grace, a start that hangs.
  static constexpr core::Milliseconds lasting{1'000};

  // `patience`: how long it may wait for nothing but what lasts before the deployment is looked at.
  StepRun(std::vector<model::Step> steps, core::MonoTime now, core::Milliseconds patience);

  const model::Step& step(std::size_t index) const { return steps_[index]; }
  // Those that may begin now. They count as queued from here on.
  std::vector<std::size_t> take_ready();
  void note_sent(std::size_t index, core::MonoTime now);
  void note_ended(std::size_t index, bool done);

  // There is something to look at in the deployment; `at_once`: what can be left is left for it.
  void interrupt(bool at_once);
  // Nothing is under way, or nobody has to wait for what is: it goes on by itself, what was not
  // sent is dropped, and the next plan sees to it. Steps that change which containers, networks
  // and volumes there are cannot be left: a look beside them would see what is half done.
  bool may_end(core::MonoTime now) const;
  // When `may_end` becomes true by time alone.
  std::optional<core::MonoTime> may_end_at() const;
  void end() { ended_ = true; }
  bool has_ended() const { return ended_; }
  bool begins_nothing() const { return ended_ || at_once_; }
  std::vector<std::size_t> sent() const { return all_in(State::sent); }
  // Never sent, and nothing that failed was the reason.
  std::vector<std::size_t> not_begun() const;
  int done_besides_pulls() const { return done_; }

 private:
  enum class State { waiting, queued, sent, done, failed };
  struct Progress {
    State state = State::waiting;
    core::MonoTime since = {};  // valid where it was sent
  };

  std::vector<std::size_t> all_in(State state) const;
  // 1: may start now, 0: waits for an earlier step, -1: never in this run.
  int readiness(std::size_t index) const;
  bool can_be_left() const;

  std::vector<model::Step> steps_;
  std::vector<Progress> progress_;
  core::MonoTime patient_until_;
  bool interrupted_ = false, at_once_ = false, ended_ = false;
  int done_ = 0;
};

// The image of a step that pulls; null for every other one.
const std::string* pulled_by(const model::Step& step);
// Whether the next one, which is no creation of a network or a volume, has to wait for what a run
// left: it is about the same container, or one of the two changes which containers their service
// has, or it takes a network or a volume away.
bool hinders_step(const model::Step& under_way, const model::Step& next);

}  // namespace reconcile
