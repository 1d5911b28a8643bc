// The recent past of everything that is looked at: a ring for each metric of each subject, all with
// the same steps. Pure; one thread. Memory: at most subjects_max × metrics × capacity × 2 bytes,
// and less than 200 a subject and 64 a metric beside.
#pragma once

#include "core/clock.hpp"
#include "monitor/series.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

struct SeriesShape {
  core::Milliseconds step{5'000};
  std::size_t capacity = 720;  // points of a ring: an hour at 5 s
  std::size_t metrics = 1;     // of a subject; which is which is the owner's
  std::size_t subjects_max = 4096;
};

class SeriesSet {
 public:
  SeriesSet(SeriesShape shape, core::MonoTime origin);

  // The values of all metrics of a subject at one moment: exactly `metrics` of them. A look that is
  // late by less than half a step counts as in time. False: the subject is new and there are
  // `subjects_max` already; nothing is kept of it.
  bool push(std::string_view subject, core::MonoTime at,
            std::span<const std::optional<double>> values);

  // Empty where there is no such subject. `metric`: less than `metrics`.
  std::vector<Bucket> roll_up(std::string_view subject, std::size_t metric, core::MonoTime from,
                              core::MonoTime to, core::Milliseconds step) const;

  // Each value that there is since `from`, in their order. As above.
  std::vector<double> values(std::string_view subject, std::size_t metric,
                             core::MonoTime from) const;

  void forget(std::string_view subject);
  std::vector<std::string> subjects() const;  // in their order
  std::size_t size() const { return subjects_.size(); }
  std::size_t bytes() const;  // taken by points, rings and names

 private:
  using Rings = std::vector<Ring>;
  const Ring* ring_of(std::string_view subject, std::size_t metric) const;
  Rings* find_or_add(std::string_view subject);

  SeriesShape shape_;
  Grid grid_;
  std::map<std::string, Rings, std::less<>> subjects_;
};

}  // namespace monitor
