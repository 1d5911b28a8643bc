// The one report of a return, and its update.
#include "core/fail_point.hpp"
#include "core/io/timing.hpp"
#include "reconcile/fresh_start.hpp"
#include "reconcile/returning.hpp"
#include "reconcile/view.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// What dies again and again may never settle: by then it has long had an incident of its own.
constexpr core::Milliseconds update_within{3'600'000};

}  // namespace

void Returning::on_pass(const model::DeploymentName& name) {
  if (on_change_) on_change_();
  if (!return_ || !ports_.loop.surroundings().engine_up) return;
  if (reported_) forget_life_before();
  if (!all_settled()) return settled_at_.reset();
  if (!settled_at_) settled_at_ = ports_.clock.now().mono;
  if (is_any_fresh(name)) return;
  if (!reported_)
    report(false);
  else if (wants_update_)
    report(true);
}

// What was not there at the return is none of its report's business.
std::map<model::DeploymentName, Returning::Returned> Returning::returned() const {
  std::map<model::DeploymentName, Returned> all;
  for (const auto& [name, track] : ports_.loop.tracks()) {
    const auto* deployment = ports_.ledger.find(name);
    if (deployment == nullptr || deployment->deleting || !track->returned) continue;
    all.emplace(name, Returned{*deployment, *track});
  }
  return all;
}

bool Returning::all_settled() const {
  const auto now = ports_.clock.now();
  const auto& settings = ports_.loop.settings().plan;
  const auto is_settled = [&](const auto& entry) {
    const auto& [deployment, track] = entry.second;
    const bool seen = !track.unseen_since_return && track.first_look && !track.foreign &&
                      undecided_of(track) == set_aside_of(track);
    return seen && settled(view_of(deployment, &track, {}, settings, now));
  };
  const auto all = returned();
  return std::all_of(all.begin(), all.end(), is_settled);
}

// When all have run for long enough, the one whose pass this is the end of is looked at again: the
// others may have no pass of their own by then.
bool Returning::is_any_fresh(const model::DeploymentName& looked_at) {
  std::optional<core::MonoTime> latest;
  for (const auto& [name, each] : returned()) {
    const auto until =
        fresh_until(each.deployment, each.track.seen, each.track.memory, proof_for_report,
                    ports_.clock.now(), ports_.loop.surroundings().engine_ahead);
    if (until && (!latest || *latest < *until)) latest = until;
  }
  auto* track = ports_.loop.find(looked_at);
  if (!latest || track == nullptr) return latest.has_value();
  auto& again = track->plan.look_again;
  if (!again || *latest < *again) again = latest;
  return true;
}

std::vector<model::DeploymentView> Returning::views() const {
  std::vector<model::DeploymentView> views;
  const auto now = ports_.clock.now();
  for (const auto& [name, deployment] : ports_.ledger.desire().deployments)
    views.push_back(
        view_of(deployment, ports_.loop.find(name), {}, ports_.loop.settings().plan, now));
  return views;
}

RecoveryReport Returning::make_report() const {
  RecoveryReport report;
  report.what = *return_;
  const auto now = ports_.clock.now();
  report.took = settled_at_.value_or(now.mono) - returned_at_;
  for (const auto& [name, each] : returned()) {
    const auto view = view_of(each.deployment, &each.track, {}, ports_.loop.settings().plan, now);
    report.deployments.push_back(report_of(view, each.track.first_look.value_or(FirstLook{})));
  }
  return report;
}

void Returning::report(bool update) {
  core::fail_point("recovery.before_report");
  const auto made = make_report();
  auto event = recovery_event(made, update);
  event.at = ports_.clock.now().wall;
  ports_.events.record(std::move(event));
  reported_ = true;
  wants_update_ = !update && made.any_pending();
  update_until_ = ports_.clock.now().mono + update_within;
  // Only the update waits on: what is not well by now is healed like everything else.
  for (const auto& [name, track] : ports_.loop.tracks()) track->recovery = false;
  forget_life_before();
  if (wants_update_) return;
  return_.reset();
  for (const auto& [name, track] : ports_.loop.tracks()) {
    track->first_look.reset();
    track->returned = false;
  }
}

// What it had begun is finished, or done again, once everything was looked at.
void Returning::forget_life_before() {
  const auto all = returned();
  const bool goes_on = wants_update_ && std::any_of(all.begin(), all.end(), [](const auto& entry) {
                         return entry.second.track.unseen_since_return;
                       });
  if (!goes_on) ports_.own_calls.forget_begun_before(returned_at_);
}

awaitable<void> Returning::report_late(Returning* self, int number) {
  co_await core::wait_for(self->report_after_);
  if (number == self->return_number_ && self->return_ && !self->reported_) self->report(false);
}

void Returning::end_report() {
  if (wants_update_ && update_until_ <= ports_.clock.now().mono) report(true);
}

}  // namespace reconcile
