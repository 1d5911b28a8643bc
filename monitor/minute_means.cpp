#include "monitor/minute_means.hpp"

namespace monitor {
namespace {

std::int32_t minute_of(core::MonoTime at) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(at.time_since_epoch());
  return static_cast<std::int32_t>(minute.count());
}

}  // namespace

void MinuteMeans::take(core::MonoTime at, double value) {
  const auto minute = minute_of(at);
  while (!means_.empty() && minute - means_.front().minute >= static_cast<int>(minutes_max))
    means_.erase(means_.begin());
  if (means_.empty() || means_.back().minute != minute) means_.push_back({minute, 0, 0});
  auto& mean = means_.back();
  const double before = static_cast<double>(mean.value) * mean.count;
  mean.value = static_cast<float>((before + value) / ++mean.count);
}

std::vector<Bucket> MinuteMeans::buckets() const {
  std::vector<Bucket> buckets;
  buckets.reserve(means_.size());
  for (const auto& mean : means_) {
    Bucket bucket{core::MonoTime(std::chrono::minutes(mean.minute)), mean.count};
    bucket.min = bucket.mean = bucket.max = bucket.last = static_cast<double>(mean.value);
    buckets.push_back(bucket);
  }
  return buckets;
}

}  // namespace monitor
