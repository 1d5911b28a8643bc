// How long things took, counted in buckets: what a histogram shows. Adding allocates nothing and
// reads no clock.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace core {

class Durations {
 public:
  using Bounds = std::span<const std::chrono::milliseconds>;
  static constexpr std::size_t bounds_max = 15;

  // The upper ends of the buckets, themselves included, ascending, at most `bounds_max`: a
  // constant, which is not copied.
  explicit Durations(Bounds bounds);

  // Less than zero counts as zero.
  void add(std::chrono::nanoseconds took);

  Bounds bounds() const { return bounds_; }
  // How many ended in each bucket, and one number more: how many took longer than all bounds.
  std::span<const std::uint64_t> counts() const { return {counts_.data(), bounds_.size() + 1}; }
  std::chrono::nanoseconds sum() const { return sum_; }
  bool empty() const { return empty_; }

 private:
  Bounds bounds_;
  std::array<std::uint64_t, bounds_max + 1> counts_{};
  std::chrono::nanoseconds sum_{0};
  bool empty_ = true;
};

// One for each of a few names that are known beforehand.
class DurationsByName {
 public:
  struct Named {
    std::string_view name;
    Durations durations;
  };

  // The names are constants, which are not copied.
  DurationsByName(std::initializer_list<std::string_view> names, Durations::Bounds bounds);

  // Another name is not counted.
  void add(std::string_view name, std::chrono::nanoseconds took);
  const std::vector<Named>& all() const { return all_; }

 private:
  std::vector<Named> all_;
};

}  // namespace core
