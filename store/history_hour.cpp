#include "store/history_hour.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace store {
namespace {

using std::chrono::minutes;

constexpr std::size_t minute_bytes = hour_bytes / minutes_an_hour;

std::int64_t floor_division(std::int64_t number, std::int64_t by) {
  return number / by - (number % by < 0 ? 1 : 0);
}

// Of times outside, the first or the last.
MinuteNumber clamped(std::int64_t number) {
  using Limits = std::numeric_limits<MinuteNumber>;
  return static_cast<MinuteNumber>(std::clamp<std::int64_t>(number, Limits::min(), Limits::max()));
}

std::int64_t minute_of(core::WallTime at) {
  return floor_division(at.time_since_epoch().count(), core::Milliseconds(minutes(1)).count());
}

// The first that begins at `at` or after it.
MinuteNumber first_from(core::WallTime at) {
  const auto minute = minute_of(at);
  const bool whole = at.time_since_epoch().count() % core::Milliseconds(minutes(1)).count() == 0;
  return clamped(whole ? minute : minute + 1);
}

bool before(const PackedMinute& one, const PackedMinute& other) {
  return one.number < other.number;
}

std::size_t place_of(MinuteNumber minute) {
  return static_cast<std::size_t>(minute - hour_of(minute) * std::int64_t{minutes_an_hour}) *
         minute_bytes;
}

core::Minifloat code_at(std::string_view hour, std::size_t place) {
  const auto low = static_cast<unsigned char>(hour[place]);
  const auto high = static_cast<unsigned char>(hour[place + 1]);
  return static_cast<core::Minifloat>(low | high << 8);
}

}  // namespace

HourNumber hour_of(MinuteNumber minute) {
  return static_cast<HourNumber>(floor_division(minute, minutes_an_hour));
}

HourNumber hour_of(core::WallTime at) { return hour_of(clamped(minute_of(at))); }

bool can_be_packed(const monitor::Minute& minute) {
  const auto number = minute_of(minute.at);
  const double values[] = {minute.min, minute.mean, minute.max, minute.last};
  return clamped(number) == number &&
         std::all_of(std::begin(values), std::end(values), [](double value) { return value >= 0; });
}

PackedMinute pack(const monitor::Minute& minute) {
  CHECK(can_be_packed(minute));
  return {static_cast<MinuteNumber>(minute_of(minute.at)),
          {core::to_minifloat(minute.min), core::to_minifloat(minute.mean),
           core::to_minifloat(minute.max), core::to_minifloat(minute.last)}};
}

monitor::Minute unpack(const PackedMinute& minute) {
  return {core::WallTime(minutes(minute.number)), core::from_minifloat(minute.values[0]),
          core::from_minifloat(minute.values[1]), core::from_minifloat(minute.values[2]),
          core::from_minifloat(minute.values[3])};
}

MinuteRange range_of(core::WallTime from, core::WallTime to) {
  return {first_from(from), first_from(to)};
}

void put(PackedMinutes& into, const PackedMinute& minute) {
  const auto at = std::lower_bound(into.begin(), into.end(), minute, before);
  if (at != into.end() && at->number == minute.number) {
    *at = minute;
  } else {
    into.insert(at, minute);
  }
}

PackedMinutes overlaid(const PackedMinutes& under, const PackedMinutes& over) {
  PackedMinutes both;
  both.reserve(under.size() + over.size());
  // Of those that are equal it takes the first range's.
  std::set_union(over.begin(), over.end(), under.begin(), under.end(), std::back_inserter(both),
                 before);
  return both;
}

PackedMinutes within(const PackedMinutes& minutes, MinuteRange range) {
  PackedMinutes found;
  std::copy_if(minutes.begin(), minutes.end(), std::back_inserter(found),
               [&](const PackedMinute& minute) { return range.holds(minute.number); });
  return found;
}

std::string empty_hour() { return std::string(hour_bytes, '\xff'); }

void write_into(std::string& hour, const PackedMinute& minute) {
  CHECK(hour.size() == hour_bytes);
  auto place = place_of(minute.number);
  for (const auto code : minute.values) {
    hour[place++] = static_cast<char>(code & 0xff);
    hour[place++] = static_cast<char>(code >> 8);
  }
}

void read_hour(std::string_view hour, HourNumber number, MinuteRange range,
               PackedMinutes& minutes) {
  CHECK(hour.size() == hour_bytes);
  for (MinuteNumber i = 0; i < minutes_an_hour; ++i) {
    PackedMinute minute{number * minutes_an_hour + i, {}};
    auto place = static_cast<std::size_t>(i) * minute_bytes;
    for (auto& code : minute.values) {
      code = code_at(hour, place);
      place += sizeof(code);
    }
    const bool empty = std::count(minute.values.begin(), minute.values.end(), core::no_value) > 0;
    if (!empty && range.holds(minute.number)) minutes.push_back(minute);
  }
}

}  // namespace store
