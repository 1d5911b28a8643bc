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

  // True when it begins, false when it is over, nothing in between.
  std::optional<bool> look(core::MonoTime now) {
    const bool silent = asked_ && now - *asked_ > longest_;
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
