#include "store/history_pending.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace store {
namespace {

// An ordinary flush writes so many of each series.
constexpr std::size_t minutes_expected = 10;

// The least number that more than `drop` of them are not greater than.
MinuteNumber oldest_part_ends(const MinutesBySeries& minutes, std::size_t drop) {
  std::vector<MinuteNumber> numbers;
  for (const auto& [name, of_it] : minutes) {
    for (const auto& minute : of_it) numbers.push_back(minute.number);
  }
  const auto end = numbers.begin() + static_cast<std::ptrdiff_t>(drop);
  std::nth_element(numbers.begin(), end, numbers.end());
  return *end;
}

}  // namespace

PackedMinutes* HistoryPending::find_or_add(const SeriesName& name) {
  const auto known = minutes_.find(name);
  if (known != minutes_.end()) return &known->second;
  if (minutes_.size() >= history_series_max) return nullptr;
  if (name.subject.size() + name.metric.size() > name_bytes_max) return nullptr;
  return &minutes_[name];
}

void HistoryPending::put(const SeriesName& name, const PackedMinute& minute) {
  auto* waiting = find_or_add(name);
  if (waiting == nullptr) {
    ++dropped_;
    return;
  }
  if (waiting->empty()) waiting->reserve(minutes_expected);
  size_ -= waiting->size();
  store::put(*waiting, minute);
  size_ += waiting->size();
  if (size_ > minutes_max) make_room();
}

// An eighth more than needed, so that it is rare.
void HistoryPending::make_room() {
  const auto last_to_go = oldest_part_ends(minutes_, minutes_max / 8);
  const auto before = size_;
  for (auto at = minutes_.begin(); at != minutes_.end();) {
    size_ -= std::erase_if(at->second,
                           [&](const PackedMinute& minute) { return minute.number <= last_to_go; });
    at = at->second.empty() ? minutes_.erase(at) : std::next(at);
  }
  dropped_ += static_cast<std::int64_t>(before - size_);
}

MinutesBySeries HistoryPending::take(std::size_t minutes) {
  MinutesBySeries taken;
  std::size_t count = 0;
  while (!minutes_.empty() && count < minutes) {
    auto node = minutes_.extract(minutes_.begin());
    count += node.mapped().size();
    taken.insert(taken.end(), std::move(node));
  }
  size_ -= count;
  return taken;
}

void HistoryPending::put_back(MinutesBySeries taken) {
  for (auto& [name, minutes] : taken) {
    auto* waiting = find_or_add(name);
    if (waiting == nullptr) {
      dropped_ += static_cast<std::int64_t>(minutes.size());
      continue;
    }
    size_ -= waiting->size();
    *waiting = waiting->empty() ? std::move(minutes) : overlaid(minutes, *waiting);
    size_ += waiting->size();
  }
  if (size_ > minutes_max) make_room();
}

PackedMinutes HistoryPending::of(const SeriesName& name, MinuteRange range) const {
  const auto known = minutes_.find(name);
  return known == minutes_.end() ? PackedMinutes() : within(known->second, range);
}

}  // namespace store
