// What the loop keeps of one deployment between passes: the last look, the plan that followed, and
// who else is at work in it. In memory only. I/O thread only.
#pragma once

#include "core/io/timing.hpp"
#include "reconcile/foreign_change.hpp"
#include "reconcile/judge_stop.hpp"
#include "reconcile/memory.hpp"
#include "reconcile/plan_rest.hpp"
#include "reconcile/ports.hpp"
#include "reconcile/recovery.hpp"
#include "reconcile/untold_ends.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace reconcile {

// The way of one container since its last start, as far as somebody else's hand is in it.
struct Trail {
  model::ServiceName service;
  StopEvidence evidence;
  core::WallTime at = {};              // of its end, as the engine told it
  StopKind last_kind = StopKind::own;  // what was said of it last
  bool judging = false;
  bool recorded = false;               // as an intent `stopped`
  bool stopped_beside = false;         // by another client, while a restart of ours was under way
  bool own_start_due = false;          // that of this restart, which says nothing of the stop
  std::shared_ptr<core::Wakeup> news;  // wakes its judge
};

struct Following {
  bool woken = false;      // since the pass began
  bool gone = false;       // the deployment was removed: its coroutine ends
  bool releasing = false;  // it is about to be: nothing is begun but what brings back
  bool urgent = false;     // something died: the last look, patched by the event, may be acted on
  bool fresh = false;      // `seen` follows the events without a gap since the last look
  // Until the first plan with nothing left to do now (plan_rest.hpp): of what a return left to do,
  // at the longest until its report; of what an apply or a verb asked for, at the longest an hour.
  bool recovery = false, owner_asked = false;
  core::MonoTime asked_at;        // valid while `owner_asked`
  bool unanswered = false;        // an apply or a verb, and it has not converged since
  bool failed_by_engine = false;  // a step of the newest pass, which counts for no service
  std::optional<core::MonoTime> engine_rests_until;  // nothing is asked of it before
  std::string problem;                         // why the last look failed, "" where it did not
  std::optional<core::MonoTime> unseen_since;  // the first of the looks that failed in a row
  std::string unseen_because;  // they did for so long that `seen` says nothing any more

  Memory memory;
  model::Observation seen;
  bool looked = false;  // `seen` was filled at least once
  // What earlier runs were still at when that look began: it may not show what came of it.
  std::vector<model::Step> under_way_at_look;
  model::Plan plan;
  Outlook outlook;  // what is still to come of it
  core::Instant planned_at;
  model::GenerationNumber planned_generation = 0;
  std::uint64_t planned_wish = 0;
  std::set<model::ServiceName> said_looping;  // services whose crash loop was told and is not over
  std::optional<bool> said_converged;         // what the last deployment.* event said

  std::optional<ForeignChange> foreign;
  std::map<model::ContainerId, Trail> trails;
  UntoldEnds untold;
  bool unseen_since_return = false;     // the engine or the agent came back and the first look is
                                        // still to come
  bool returned = false;                // it was there at the return that is being reported on
  std::optional<FirstLook> first_look;  // while that is
};

struct Track : Following {
  explicit Track(boost::asio::any_io_executor executor) : wakeup(executor) {}

  // Given again before its coroutine ended: that goes on, and nothing of before is known.
  void begin_anew() { static_cast<Following&>(*this) = {}; }

  core::Wakeup wakeup;
};

// As it was at the last look; null where it was not there.
inline const model::Container* seen_in(const Track& track, const model::ContainerId& id) {
  const auto& all = track.seen.containers;
  const auto found = std::ranges::find(all, id, &model::Container::id);
  return found == all.end() ? nullptr : &*found;
}

using Tracks = std::map<model::DeploymentName, std::unique_ptr<Track>>;

}  // namespace reconcile
