// Buckets as points of one value each, which are easier to compare.
#pragma once

#include "monitor/aggregation.hpp"
#include "monitor/series.hpp"

#include <optional>
#include <vector>

struct Point {
  core::MonoTime at;
  std::optional<double> value;
  bool operator==(const Point&) const = default;
};

inline double pick(const monitor::Bucket& bucket, monitor::Aggregation aggregation) {
  switch (aggregation) {
    case monitor::Aggregation::min: return bucket.min;
    case monitor::Aggregation::mean: return bucket.mean;
    case monitor::Aggregation::max: return bucket.max;
    case monitor::Aggregation::last: break;
  }
  return bucket.last;
}

inline std::vector<Point> points_of(const std::vector<monitor::Bucket>& buckets,
                                    monitor::Aggregation aggregation) {
  std::vector<Point> points;
  for (const auto& bucket : buckets) {
    points.push_back({bucket.at, std::nullopt});
    if (bucket.count > 0) points.back().value = pick(bucket, aggregation);
  }
  return points;
}
