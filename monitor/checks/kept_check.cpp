#include "monitor/checks/kept_check.hpp"

#include <algorithm>

namespace monitor {

KeptCheck::KeptCheck(Check check, core::Instant now, std::uint64_t seed)
    : check_(std::move(check)),
      health_(now.wall),
      schedule_(check_.interval, seed, now.mono),
      paused_at_(now.mono) {
  if (!check_.of_host()) health_.pause(now.wall);
}

std::optional<model::Event> KeptCheck::redefine(Check check, core::Instant now) {
  schedule_.set_interval(check.interval, now.mono);
  if (!(check.probe == check_.probe) && !paused()) {
    health_.start_anew(now.wall);
    for (auto& [replica, health] : replicas_) health.start_anew(now.wall);
    schedule_.spread(now.mono);
  }
  if (!(check.probe == check_.probe)) last_.reset();
  check_ = std::move(check);
  return health_.state() == CheckState::failing ? retell(now) : std::nullopt;
}

// What was told has the severity that the check had then.
std::optional<model::Event> KeptCheck::retell(core::Instant now) {
  if (!told_) return std::nullopt;
  const auto before = *told_;
  const auto anew = told_of(check_, now.wall);
  if (anew.severity == before.severity && anew.alerting == before.alerting) return std::nullopt;
  told_ = anew;
  if (anew.alerting) return check_failed_event(check_, last_failure_, health_.failures(), now.wall);
  return check_recovered_event(check_, last_failure_, before, FailureEnd::optional, now.wall);
}

std::vector<KeptCheck::Replica> KeptCheck::replicas_of(const Target& running) {
  std::vector<Replica> replicas;
  for (const auto& each : running) replicas.emplace_back(each.id, each.started_at);
  std::sort(replicas.begin(), replicas.end());
  return replicas;
}

bool KeptCheck::has_replicas(const Target& running) const {
  const auto replicas = replicas_of(running);
  return std::equal(replicas_.begin(), replicas_.end(), replicas.begin(), replicas.end(),
                    [](const auto& entry, const auto& replica) { return entry.first == replica; });
}

bool KeptCheck::has_any_of(const Target& asked) const {
  const auto replicas = replicas_of(asked);
  return std::any_of(replicas.begin(), replicas.end(),
                     [this](const auto& replica) { return replicas_.contains(replica); });
}

void KeptCheck::take_replicas(const Target& running, core::Instant now) {
  if (has_replicas(running)) return;
  const bool some_stay = has_any_of(running);
  Replicas replicas;
  for (auto& replica : replicas_of(running)) {
    const auto before = replicas_.find(replica);
    auto health = before == replicas_.end() ? CheckHealth(now.wall) : before->second;
    replicas.emplace(std::move(replica), health);
  }
  replicas_ = std::move(replicas);
  paused_at_ = now.mono;
  if (replicas_.empty()) return health_.pause(now.wall);
  if (paused()) schedule_.spread(now.mono);
  if (!some_stay) health_.start_anew(now.wall);
}

bool KeptCheck::is_time(core::MonoTime now) { return !paused() && schedule_.is_time(now); }

std::optional<model::Event> KeptCheck::take(Finding finding, const Target& asked,
                                            core::Instant began, core::Instant now) {
  schedule_.ran(began.mono, now.mono);
  if (is_too_early(finding, asked)) finding.verdict = Verdict::unknown;
  recalled_ = recalled_ && finding.verdict != Verdict::failed;
  last_ = LastRun{began.wall, now.mono - began.mono, std::move(finding)};
  const auto& found = last_->finding;
  if (found.verdict == Verdict::failed) last_failure_ = found;
  count(found, asked, now.wall);
  const bool changed = health_.take(found.verdict, check_.fall, check_.rise, now.wall);
  if (health_.state() == CheckState::passing) return resolve(FailureEnd::well, now);
  if (!changed) return std::nullopt;
  if (told_) return retell(now);
  told_ = told_of(check_, now.wall);
  return check_failed_event(check_, found, health_.failures(), now.wall);
}

// Of each container by itself: what no restart mends says nothing of it, so that `fall` failures of
// its own make it ill, and not one after those.
void KeptCheck::count(const Finding& finding, const Target& asked, core::WallTime at) {
  const auto& failing = finding.failing;
  const bool failed = finding.verdict == Verdict::failed;
  const auto of_failed = failed && finding.beyond_restart ? Verdict::unknown : finding.verdict;
  for (auto& replica : replicas_of(asked)) {
    const auto found = replicas_.find(replica);
    if (found == replicas_.end()) continue;
    const bool spared = failed && !failing.empty() &&
                        std::find(failing.begin(), failing.end(), replica.first) == failing.end();
    const auto verdict = spared ? Verdict::passed : of_failed;
    (void)found->second.take(verdict, check_.fall, check_.rise, at);
  }
}

// What was told by an agent before this one may still be so, where this one looked at less time. A
// container that started since has nothing to do with it.
bool KeptCheck::is_too_early(const Finding& finding, const Target& asked) const {
  if (!told_ || !recalled_ || !finding.partial || finding.verdict != Verdict::passed) return false;
  return check_.of_host() || std::any_of(asked.begin(), asked.end(), [this](const Running& each) {
           return each.started_at <= told_->at;
         });
}

std::optional<model::Event> KeptCheck::look(core::Instant now, bool held) {
  if (held) paused_at_ = now.mono;
  if (!paused() || now.mono - paused_at_ < failure_kept_while_paused) return std::nullopt;
  return resolve(FailureEnd::paused, now);
}

std::optional<model::Event> KeptCheck::resolve(FailureEnd end, core::Instant now) {
  const auto told = std::exchange(told_, std::nullopt);
  if (!told) return std::nullopt;
  const auto finding = last_ ? last_->finding : Finding{};
  return check_recovered_event(check_, finding, *told, end, now.wall);
}

Ailing KeptCheck::ailing() const {
  const bool counts = is_mendable() && check_.criticality != model::Criticality::optional;
  Ailing ailing;
  if (!counts || health_.state() != CheckState::failing) return ailing;
  for (const auto& [replica, health] : replicas_)
    if (health.state() == CheckState::failing) ailing.containers.push_back(replica.first);
  ailing.ill = !ailing.containers.empty();
  return ailing;
}

bool KeptCheck::is_unproven() const { return told_ && told_->alerting && is_mendable(); }

bool KeptCheck::is_mendable() const {
  return !check_.of_host() && !is_beyond_containers(check_.probe) && !last_failure_.beyond_restart;
}

std::optional<std::string> KeptCheck::ailment(const model::ContainerId& container,
                                              core::WallTime started_at) const {
  // What was found is of those that ran then.
  const auto replica = replicas_.find({container, started_at});
  if (!ailing().ill || replica == replicas_.end()) return std::nullopt;
  if (replica->second.state() != CheckState::failing) return std::nullopt;
  return failure_text(check_, last_failure_);
}

CheckView KeptCheck::view(core::Instant now) const {
  CheckView view;
  view.id = id_of(check_);
  view.name = check_.name;
  view.type = type_of(check_.probe);
  view.deployment = check_.deployment;
  view.service = check_.service;
  view.criticality = model::name_of(check_.criticality);
  view.interval = check_.interval;
  view.timeout = check_.timeout;
  view.fall = check_.fall;
  view.rise = check_.rise;
  view.state = health_.state();
  view.since = health_.since();
  view.failures = health_.failures();
  if (!paused())
    view.next_at = now.wall + std::max(schedule_.due() - now.mono, core::Milliseconds(0));
  if (!last_) return view;
  view.last_at = last_->at;
  view.last_took = last_->took;
  view.last_verdict = name_of(last_->finding.verdict);
  view.last_text = last_->finding.text;
  return view;
}

}  // namespace monitor
