// Containers that a look finds ended although no `die` was told of them yet. An engine ends the
// process first and tells of it afterwards (28.5: `kill`, then a tenth of a second of tidying up,
// `stop`, `die`): who acts on the look alone starts again what a client has just stopped. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/observation.hpp"

#include <map>
#include <optional>
#include <set>

namespace reconcile {

// What is not told by then was lost on the way; where a client's signal was told, the end of it
// will be told too.
inline constexpr core::Milliseconds told_within{2'000}, told_after_signal_within{30'000};

class UntoldEnds {
 public:
  // `before`: the last look, with every event since applied to it; nullptr where events may be
  // missing: then the look is all there is. Call for each look.
  void note_look(const model::Observation* before, const model::Observation& now,
                 core::MonoTime at);
  // A client has sent it a signal that ends it.
  void note_signal(const model::ContainerId& id) { signaled_.insert(id); }
  // Its `die` or its next `start` was told.
  void note_told(const model::ContainerId& id);
  void clear();

  const std::map<model::ContainerId, core::MonoTime>& found_at() const { return found_at_; }
  // When the next of them counts as lost.
  std::optional<core::MonoTime> look_again() const;

 private:
  core::MonoTime lost_at(const model::ContainerId& id, core::MonoTime found_at) const;

  std::set<model::ContainerId> signaled_;
  std::map<model::ContainerId, core::MonoTime> found_at_;
};

}  // namespace reconcile
