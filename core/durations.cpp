#include "core/durations.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace core {

Durations::Durations(Bounds bounds) : bounds_(bounds) {
  CHECK(bounds.size() <= bounds_max);
  CHECK(std::is_sorted(bounds.begin(), bounds.end()));
}

void Durations::add(std::chrono::nanoseconds took) {
  took = std::max(took, std::chrono::nanoseconds{0});
  const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), took);
  ++counts_[static_cast<std::size_t>(bucket - bounds_.begin())];
  sum_ += took;
  empty_ = false;
}

DurationsByName::DurationsByName(std::initializer_list<std::string_view> names,
                                 Durations::Bounds bounds) {
  for (const auto name : names) all_.push_back({name, Durations(bounds)});
}

void DurationsByName::add(std::string_view name, std::chrono::nanoseconds took) {
  for (auto& each : all_) {
    if (each.name == name) return each.durations.add(took);
  }
}

}  // namespace core
