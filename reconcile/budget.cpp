#include "reconcile/budget.hpp"

#include <algorithm>

namespace reconcile {
namespace {

constexpr core::Milliseconds one_at_a_time_max{600'000};
constexpr int failures_min = 5;
constexpr int failures_percent = 30;

int threshold_of(int services_well) {
  return std::max(failures_min, (services_well * failures_percent + 99) / 100);
}

}  // namespace

bool Budget::may_spend(core::MonoTime now) const { return left(now) > 0; }

int Budget::left(core::MonoTime now) const {
  const auto live = std::count_if(spent_.begin(), spent_.end(),
                                  [&](core::MonoTime at) { return now - at < per_; });
  return std::max(0, actions_ - static_cast<int>(live));
}

void Budget::spend(core::MonoTime now) {
  while (!spent_.empty() && now - spent_.front() >= per_) spent_.pop_front();
  spent_.push_back(now);
}

void Budget::give_back() {
  if (!spent_.empty()) spent_.pop_back();
}

void Budget::configure(int actions, core::Milliseconds per) {
  actions_ = actions;
  per_ = per;
}

std::optional<core::MonoTime> Budget::free_at(core::MonoTime now) const {
  if (may_spend(now) || spent_.empty()) return std::nullopt;
  // With more spent than the budget has (owner's haste is not counted, but two passes may spend at
  // once) several must age.
  const auto over = spent_.size() - std::min(spent_.size(), static_cast<std::size_t>(actions_));
  return spent_[over] + per_;
}

bool Breaker::note_failure(const BreakerFailure& failure, int services_well, core::MonoTime now) {
  if (failure.dependency_ill || failure.killed_by_client) return false;
  std::erase_if(recent_, [&](const auto& entry) { return now - entry.second > breaker_window; });
  if (recent_.empty()) well_before_ = services_well;
  recent_[failure.service] = now;
  last_failure_ = now;
  if (state_ != State::closed) ill_.insert(failure.service);
  if (state_ == State::open || static_cast<int>(recent_.size()) < threshold_of(well_before_))
    return false;
  state_ = State::open;
  for (const auto& [service, at] : recent_) ill_.insert(service);
  recent_.clear();
  return true;
}

void Breaker::note_new_engine() { *this = Breaker{}; }

void Breaker::note_probed_well(core::MonoTime now) {
  if (state_ != State::open) return;
  state_ = State::one_at_a_time;
  half_open_since_ = now;
}

void Breaker::note_well(const std::string& service) { ill_.erase(service); }

void Breaker::tick(core::MonoTime now) {
  if (state_ != State::one_at_a_time) return;
  const bool quiet = now - std::max(last_failure_, half_open_since_) >= breaker_window;
  const bool long_enough = now - half_open_since_ >= one_at_a_time_max;
  if ((quiet && ill_.empty()) || long_enough) *this = Breaker{};
}

std::optional<core::MonoTime> Breaker::changes_at() const {
  if (state_ != State::one_at_a_time) return std::nullopt;
  if (ill_.empty()) return std::max(last_failure_, half_open_since_) + breaker_window;
  return half_open_since_ + one_at_a_time_max;
}

Allowance allowance_of(const Budget& budget, const Breaker& breaker, core::MonoTime now) {
  if (breaker.state() == Breaker::State::open) return Allowance::nothing;
  if (breaker.state() == Breaker::State::one_at_a_time) return Allowance::one_service;
  return budget.may_spend(now) ? Allowance::everything : Allowance::first_attempts;
}

}  // namespace reconcile
