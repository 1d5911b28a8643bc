#include "monitor/checks/check_health.hpp"

#include <limits>

namespace monitor {
namespace {

void count_one_more(int& count) {
  if (count < std::numeric_limits<int>::max()) ++count;
}

}  // namespace

std::string_view name_of(CheckState state) {
  switch (state) {
    case CheckState::pending: return "pending";
    case CheckState::passing: return "passing";
    case CheckState::failing: return "failing";
    case CheckState::paused: break;
  }
  return "paused";
}

bool CheckHealth::take(Verdict verdict, int fall, int rise, core::WallTime at) {
  if (verdict == Verdict::unknown || state_ == CheckState::paused) return false;
  const bool failed = verdict == Verdict::failed;
  count_one_more(failed ? failures_ : passes_);
  (failed ? passes_ : failures_) = 0;
  const auto next = failed ? CheckState::failing : CheckState::passing;
  if (next == state_ || (failed ? failures_ < fall : passes_ < rise)) return false;
  state_ = next;
  since_ = at;
  return true;
}

void CheckHealth::enter(CheckState state, core::WallTime at) {
  if (state_ != state) since_ = at;
  state_ = state;
  failures_ = passes_ = 0;
}

}  // namespace monitor
