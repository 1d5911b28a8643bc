#include "monitor/ring.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <span>

namespace monitor {

Ring::Ring(std::size_t capacity) : capacity_(capacity) { CHECK(capacity >= 1); }

Slot Ring::held() const { return std::min(end_ - first_, static_cast<Slot>(capacity_)); }

void Ring::push(Slot slot, std::optional<double> value) {
  CHECK(slot >= 0);
  const bool empty = end_ == first_;
  if (!empty && slot < end_ - 1) return;
  if (empty) {
    first_ = end_ = slot;
  }
  const auto code = value ? core::to_minifloat(*value) : core::no_value;
  if (points_.empty() && code != core::no_value) points_.assign(capacity_, core::no_value);
  clear_until(slot);
  end_ = slot + 1;
  if (!points_.empty()) points_[place(slot)] = code;
}

// At most once around, however long nobody pushed.
void Ring::clear_until(Slot slot) {
  if (points_.empty()) return;
  const auto from = std::max(end_, slot - static_cast<Slot>(capacity_));
  for (auto left_out = from; left_out < slot; ++left_out) points_[place(left_out)] = core::no_value;
}

void Ring::append_from(Slot first, std::vector<double>& values) const {
  if (points_.empty()) return;
  auto from = std::max(first, begin());
  const auto append = [&](std::size_t at, Slot count) {
    for (const auto code : std::span(points_).subspan(at, static_cast<std::size_t>(count)))
      if (code != core::no_value) values.push_back(core::from_minifloat(code));
  };
  while (from < end_) {
    const auto at = place(from);
    const auto count = std::min(end_ - from, static_cast<Slot>(capacity_ - at));
    append(at, count);
    from += count;
  }
}

std::optional<double> Ring::at(Slot slot) const {
  if (points_.empty() || slot < begin() || slot >= end_) return std::nullopt;
  return core::value_of(points_[place(slot)]);
}

}  // namespace monitor
