#include "monitor/step_means.hpp"

namespace monitor {

void StepMeans::take(core::MonoTime at, double value) {
  const auto step = static_cast<std::int32_t>(at.time_since_epoch() / step_);
  while (!means_.empty() && step - means_.front().step >= static_cast<std::int32_t>(steps_max_))
    means_.erase(means_.begin());
  if (means_.empty() || means_.back().step != step) means_.push_back({step, 0, 0});
  auto& mean = means_.back();
  const double before = static_cast<double>(mean.value) * mean.count;
  mean.value = static_cast<float>((before + value) / ++mean.count);
}

std::vector<Bucket> StepMeans::buckets(core::MonoTime now) const {
  std::vector<Bucket> buckets;
  buckets.reserve(means_.size());
  for (const auto& mean : means_) {
    Bucket bucket{time_of(mean), mean.count};
    if (now - bucket.at < step_) break;
    bucket.min = bucket.mean = bucket.max = bucket.last = static_cast<double>(mean.value);
    buckets.push_back(bucket);
  }
  return buckets;
}

}  // namespace monitor
