#include "core/backoff.hpp"

#include <algorithm>

namespace core {

Milliseconds backoff_delay(int failed_attempts, const BackoffSettings& settings) {
  if (failed_attempts <= 0) return Milliseconds{0};
  auto delay = settings.initial;
  for (int i = 1; i < failed_attempts && delay < settings.max; ++i) delay *= 2;
  return std::min(delay, settings.max);
}

}  // namespace core
