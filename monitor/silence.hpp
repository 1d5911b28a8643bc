// Whether something that was asked has not answered for too long. Pure.
#pragma once

#include "core/clock.hpp"

#include <optional>

namespace monitor {

class Silence {
 public:
  explicit Silence(core::Milliseconds longest) : longest_(longest) {}

  void note_asked(core::MonoTime at) { asked_ = at; }
  void note_answered() { asked_.reset(); }
  // It was silent when an agent before this one ended: over with the first answer.
  void resume(core::MonoTime now) {
    silent_ = true;
    asked_ = now;
  }

  bool is_asked() const { return asked_.has_value(); }

  // True when it begins, false when it is over, nothing in between.
  std::optional<bool> look(core::MonoTime now) {
    const bool silent = asked_ && (silent_ || now - *asked_ > longest_);
    if (silent == silent_) return std::nullopt;
    silent_ = silent;
    return silent;
  }

 private:
  core::Milliseconds longest_;
  std::optional<core::MonoTime> asked_;
  bool silent_ = false;
};

}  // namespace monitor
