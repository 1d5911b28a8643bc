#include "store/believed_time.hpp"

namespace store {

core::WallTime BelievedTime::look(core::Instant now, core::Milliseconds keep) {
  const auto expected = time_ + (now.mono - at_);
  at_ = now.mono;
  const bool is_far = now.wall - expected > keep;
  if (!is_far) doubted_since_.reset();
  if (is_far && !doubted_since_) doubted_since_ = now.mono;
  const bool doubted = is_far && now.mono - *doubted_since_ < believed_after;
  time_ = doubted ? expected : now.wall;
  return time_;
}

}  // namespace store
