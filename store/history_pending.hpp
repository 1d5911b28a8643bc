// Minutes that are not on disk yet. Pure. Invariant: at most `minutes_max` minutes of at most
// `history_series_max` series wait; where room is needed the oldest minutes of all series go. What
// went, or was not let in, is counted.
#pragma once

#include "store/history_hour.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace store {

inline constexpr std::size_t history_series_max = 65'536;

struct SeriesName {
  std::string subject, metric;
  auto operator<=>(const SeriesName&) const = default;
};

using MinutesBySeries = std::map<SeriesName, PackedMinutes>;

class HistoryPending {
 public:
  static constexpr std::size_t minutes_max = std::size_t{512} * 1024;  // 12 bytes each
  static constexpr std::size_t name_bytes_max = 1024;                  // of subject and metric

  void put(const SeriesName& name, const PackedMinute& minute);
  // Whole series, until they have `minutes` together; at least one where there is one.
  MinutesBySeries take(std::size_t minutes);
  // What was taken and could not be written: older than what was put since.
  void put_back(MinutesBySeries taken);

  PackedMinutes of(const SeriesName& name, MinuteRange range) const;
  bool empty() const { return minutes_.empty(); }
  std::size_t size() const { return size_; }  // in minutes
  std::int64_t dropped() const { return dropped_; }

 private:
  // nullptr where there is no room for one more.
  PackedMinutes* find_or_add(const SeriesName& name);
  void make_room();

  MinutesBySeries minutes_;  // none of them empty
  std::size_t size_ = 0;
  std::int64_t dropped_ = 0;
};

}  // namespace store
