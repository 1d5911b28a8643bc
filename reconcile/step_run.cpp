#include "reconcile/step_run.hpp"

#include <algorithm>

namespace reconcile {
namespace {

// The container that a step is about and that is the same after it; "" where there is none such.
model::ContainerId kept_container_of(const model::Action& action) {
  if (const auto* start = std::get_if<model::StartContainer>(&action)) return start->container;
  if (const auto* stop = std::get_if<model::StopContainer>(&action)) return stop->container;
  if (const auto* restart = std::get_if<model::RestartContainer>(&action))
    return restart->container;
  return "";
}

// From anybody in the deployment who is at work with it.
bool takes_shared_away(const model::Action& action) {
  return std::holds_alternative<model::RemoveNetwork>(action) ||
         std::holds_alternative<model::RemoveVolume>(action);
}

bool outlives_its_run(const model::Step& step) {
  return pulled_by(step) != nullptr || std::holds_alternative<model::StartContainer>(step.action) ||
         std::holds_alternative<model::StopContainer>(step.action) ||
         std::holds_alternative<model::RestartContainer>(step.action);
}

}  // namespace

const std::string* pulled_by(const model::Step& step) {
  const auto* pull = std::get_if<model::PullImage>(&step.action);
  return pull == nullptr ? nullptr : &pull->reference;
}

bool hinders_step(const model::Step& under_way, const model::Step& next) {
  if (pulled_by(under_way) != nullptr || pulled_by(next) != nullptr) return false;
  if (takes_shared_away(next.action)) return true;
  const auto of_one = kept_container_of(under_way.action), of_next = kept_container_of(next.action);
  if (!of_one.empty() && !of_next.empty()) return of_one == of_next;
  return under_way.service == next.service;
}

StepRun::StepRun(std::vector<model::Step> steps, core::MonoTime now, core::Milliseconds patience)
    : steps_(std::move(steps)), progress_(steps_.size()), patient_until_(now + patience) {}

std::vector<std::size_t> StepRun::take_ready() {
  std::vector<std::size_t> ready;
  if (begins_nothing()) return ready;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (progress_[i].state != State::waiting) continue;
    const int now = readiness(i);
    if (now < 0) progress_[i].state = State::failed;
    if (now <= 0) continue;
    progress_[i].state = State::queued;
    ready.push_back(i);
  }
  return ready;
}

void StepRun::note_sent(std::size_t index, core::MonoTime now) {
  progress_[index] = {State::sent, now};
}

void StepRun::note_ended(std::size_t index, bool done) {
  progress_[index].state = done ? State::done : State::failed;
  if (pulled_by(steps_[index]) != nullptr) return;
  if (done) ++done_;
  interrupted_ = true;
}

void StepRun::interrupt(bool at_once) {
  interrupted_ = true;
  at_once_ = at_once_ || at_once;
}

bool StepRun::can_be_left() const {
  const auto sent = all_in(State::sent);
  return std::all_of(sent.begin(), sent.end(),
                     [&](std::size_t index) { return outlives_its_run(steps_[index]); });
}

bool StepRun::may_end(core::MonoTime now) const {
  if (at_once_) return can_be_left();
  const auto at = may_end_at();
  return at && *at <= now;
}

std::optional<core::MonoTime> StepRun::may_end_at() const {
  if (!all_in(State::queued).empty() || !can_be_left()) return {};
  const auto sent = all_in(State::sent);
  core::MonoTime at = interrupted_ || sent.empty() ? core::MonoTime{} : patient_until_;
  for (const auto index : sent) {
    if (pulled_by(steps_[index]) == nullptr) at = std::max(at, progress_[index].since + lasting);
  }
  return at;
}

std::vector<std::size_t> StepRun::not_begun() const {
  auto none = all_in(State::waiting);
  const auto queued = all_in(State::queued);
  none.insert(none.end(), queued.begin(), queued.end());
  return none;
}

std::vector<std::size_t> StepRun::all_in(State state) const {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < progress_.size(); ++i) {
    if (progress_[i].state == state) all.push_back(i);
  }
  return all;
}

int StepRun::readiness(std::size_t index) const {
  const auto& step = steps_[index];
  if (!step.gates.empty() || step.under_way) return -1;
  for (const auto before : step.after) {
    if (progress_[before].state == State::failed) return -1;
    if (progress_[before].state != State::done) return 0;
  }
  return 1;
}

}  // namespace reconcile
