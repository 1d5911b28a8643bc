// The two clocks. Waits and backoff use `mono`; what people read and what is stored is `wall`.
#pragma once

#include <chrono>

namespace core {

using Milliseconds = std::chrono::milliseconds;
using WallTime = std::chrono::sys_time<Milliseconds>;
using MonoTime = std::chrono::time_point<std::chrono::steady_clock, Milliseconds>;

// One moment on both clocks. Pure functions take it as an argument and never read a clock.
struct Instant {
  WallTime wall;
  MonoTime mono;
  bool operator==(const Instant&) const = default;
};

inline Instant operator+(Instant at, Milliseconds by) { return {at.wall + by, at.mono + by}; }

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    using std::chrono::floor;
    return {floor<Milliseconds>(std::chrono::system_clock::now()),
            floor<Milliseconds>(std::chrono::steady_clock::now())};
  }
};

}  // namespace core
