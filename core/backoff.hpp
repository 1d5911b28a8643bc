// How long to wait before the next attempt: the first at once, then `initial` doubling to `max`.
// After Kubelet's crash loop (10 s doubling to 5 min, reset after 10 min of running).
#pragma once

#include "core/clock.hpp"

namespace core {

struct BackoffSettings {
  Milliseconds initial{10'000};
  Milliseconds max{300'000};
  Milliseconds reset_after{600'000};
  bool operator==(const BackoffSettings&) const = default;
};

// The wait between attempt `failed_attempts` and the next; zero for zero failed attempts.
Milliseconds backoff_delay(int failed_attempts, const BackoffSettings& settings);

}  // namespace core
